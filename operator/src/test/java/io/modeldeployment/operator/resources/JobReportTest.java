package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Work;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What jobs over a model's files say of themselves. */
class JobReportTest {
    private static Job job(String condition, String reason) {
        return new JobBuilder()
                .withNewMetadata()
                .withName("j")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .withReason(reason)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod pod(int exitCode, String message) {
        return new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withMessage(message)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    void whatWasReadIsInTheTerminationMessage() {
        var done = JobReport.read(
                job("Complete", "CompletionsReached"),
                List.of(
                        pod(1, "{\"reason\":\"NotFound\",\"message\":\"a try before\"}"),
                        pod(
                                0,
                                "{\"digest\":\"aa\",\"bytes\":12,\"files\":[{\"path\":\"a\",\"size\":12}],\"revision\":\"\"}")));
        assertEquals(new Work.Done(Optional.of(new Contents("aa", 12, List.of(new Contents.File("a", 12))))), done);
    }

    @Test
    void aJobThatReadsNothingIsDoneToo() {
        assertEquals(new Work.Done(Optional.empty()), JobReport.read(job("Complete", ""), List.of(pod(0, ""))));
    }

    @Test
    void aFailureIsWhatTheJobSaid() {
        assertEquals(
                new Work.Failed("DigestMismatch", "a differs"),
                JobReport.read(
                        job("Failed", "BackoffLimitExceeded"),
                        List.of(pod(1, "{\"reason\":\"DigestMismatch\",\"message\":\"a differs\"}"))));
    }

    @Test
    void aContainerThatCouldNotSayMoreIsQuoted() {
        var failed = assertInstanceOf(
                Work.Failed.class,
                JobReport.read(job("Failed", "BackoffLimitExceeded"), List.of(pod(127, "rm: not found\n"))));
        assertTrue(failed.message().endsWith("rm: not found"), failed.message());
    }

    @Test
    void aJobThatDidNotEndSaysWhereToLook() {
        var failed = assertInstanceOf(Work.Failed.class, JobReport.read(job("Failed", "DeadlineExceeded"), List.of()));
        assertTrue(failed.message().contains("kubectl describe job/j"), failed.message());
    }

    @Test
    void aJobWithoutAnEndRuns() {
        assertEquals(new Work.Running("j"), JobReport.read(job("SuccessCriteriaMet", ""), List.of()));
    }
}
