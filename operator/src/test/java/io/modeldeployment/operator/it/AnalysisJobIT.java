package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.modeldeployment.api.v1.CheckStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.operator.resources.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates checked by a job, against a real API server; the test plays the Job controller. */
class AnalysisJobIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY = """
            {canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}, {analysis: {}}], analysis: {metrics: [], checks: [
              {name: smoke, job: {image: 'tests/smoke:v1', args: ['http://{{name}}-{{candidate}}'], timeout: 5m,
                env: [{name: OLD, value: '{{stable}}'}]}}]}}}""";

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private Job rollOut() {
        harness.apply(V1, 1, CANARY);
        harness.awaitReady();
        harness.apply(V2, 1, CANARY);
        return awaitJob();
    }

    private List<Job> jobs() {
        return harness.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(harness.namespace)
                .list()
                .getItems();
    }

    private Job awaitJob() {
        harness.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(harness.namespace)
                .informOnCondition(all -> !all.isEmpty())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertEquals(1, jobs().size());
        return jobs().getFirst();
    }

    /** Ends the job as its controller would: conditions come in pairs. */
    private void end(Job job, String first, String last, String reason) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean succeeded = last.equals("Complete");
        job.setStatus(new JobStatusBuilder()
                .withStartTime(now)
                .withCompletionTime(succeeded ? now : null)
                .withSucceeded(succeeded ? 1 : null)
                .withFailed(succeeded ? null : 1)
                .withConditions(List.of(first, last).stream()
                        .map(type -> new JobConditionBuilder()
                                .withType(type)
                                .withStatus("True")
                                .withReason(reason)
                                .withMessage("as a test says")
                                .withLastTransitionTime(now)
                                .withLastProbeTime(now)
                                .build())
                        .toList())
                .build());
        harness.client.resource(job).patchStatus();
    }

    private static CheckStatus check(ModelDeploymentStatus status) {
        return Objects.requireNonNull(Objects.requireNonNull(status.analysis()).checks())
                .getFirst();
    }

    @Test
    void aJobThatSucceedsPassesTheCandidate() {
        end(rollOut(), "SuccessCriteriaMet", "Complete", "CompletionsReached");
        var done = harness.awaitReady();
        assertEquals("Pass", check(done).verdict());
        assertTrue(
                String.valueOf(check(done).message()).contains("succeeded"),
                check(done).message());
    }

    @Test
    void aJobThatFailsTakesTheCandidateBackAndStaysToBeLookedAt() {
        Job job = rollOut();
        end(job, "FailureTarget", "Failed", "BackoffLimitExceeded");
        var failed = harness.await(
                "the abort",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertTrue(
                String.valueOf(failed.message())
                        .contains("kubectl logs job/" + job.getMetadata().getName()),
                failed.message());
        assertEquals(Optional.of(String.valueOf(failed.stableRevision())), harness.selected("spam"));
        assertEquals(1, jobs().size());
    }

    @Test
    void rule14_aJobThatDoesNotEndInTimeIsNoPassAndAPersonDecides() {
        end(rollOut(), "FailureTarget", "Failed", "DeadlineExceeded");
        var held = harness.await("the rollout to be held", status -> status.phase() == Phase.PAUSED);
        assertEquals("Inconclusive", check(held).verdict());
        assertTrue(
                String.valueOf(check(held).error()).contains("did not end within 300 s"),
                check(held).error());
        harness.act("promote");
        harness.awaitReady();
    }

    @Test
    void aJobThatRunsEndsWithTheRolloutAndAnotherTryRunsAnother() {
        Job job = rollOut();
        harness.act("abort");
        harness.client.resource(job).waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        harness.await(
                "the abort",
                status -> OperatorHarness.condition(status, "Stalled").isPresent());
        harness.act("retry");
        Job second = awaitJob();
        assertFalse(second.getMetadata().getName().equals(job.getMetadata().getName()), "the same job for another try");
    }

    @Test
    void aRestartedOperatorFindsItsJobAgain() {
        Job job = rollOut();
        harness.restartOperator();
        harness.await("the analysis", status -> "2/2".equals(status.step()));
        end(job, "SuccessCriteriaMet", "Complete", "CompletionsReached");
        harness.awaitReady();
        assertEquals(
                List.of(job.getMetadata().getUid()),
                jobs().stream().map(one -> one.getMetadata().getUid()).toList());
    }

    @Test
    void theJobHasNoRightsNoTrafficAndAnEnd() {
        Job job = rollOut();
        var spec = job.getSpec();
        var pod = spec.getTemplate().getSpec();
        var container = pod.getContainers().getFirst();
        var status = harness.status();
        assertEquals(List.of("http://spam-" + status.candidateRevision()), container.getArgs());
        assertEquals(status.stableRevision(), container.getEnv().getFirst().getValue());
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertEquals(true, pod.getSecurityContext().getRunAsNonRoot());
        assertEquals(
                "RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem());
        assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation());
        assertEquals(
                List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
        assertFalse(spec.getTemplate().getMetadata().getLabels().containsKey(Labels.NAME), "a Service would select it");
        assertEquals(300, spec.getActiveDeadlineSeconds());
        assertEquals(0, spec.getBackoffLimit());
        assertEquals(3600, spec.getTtlSecondsAfterFinished());
        assertEquals(
                harness.get().getMetadata().getUid(),
                job.getMetadata().getOwnerReferences().getFirst().getUid());
    }
}
