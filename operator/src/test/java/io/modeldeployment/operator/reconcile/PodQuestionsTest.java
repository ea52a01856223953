package io.modeldeployment.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.modeldeployment.operator.rollout.Probe;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as a failure of a pod that is to serve. */
class PodQuestionsTest {
    private static PodBuilder pod(boolean started) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .withNewSpec()
                .withNodeName("n1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.0.0.1")
                .addNewContainerStatus()
                .withName("server")
                .withStarted(started)
                .endContainerStatus()
                .endStatus();
    }

    private static Optional<String> problem(Pod pod, Probe answer) {
        var answers = new PodQuestions((ip, port) -> answer).ask(List.of(pod));
        return answers.getFirst().problem();
    }

    @Test
    void silenceAndWrongAnswersAreFailures() {
        assertEquals(Optional.of("no connection"), problem(pod(true).build(), new Probe.NoAnswer("no connection")));
        assertEquals(Optional.of("answered 500"), problem(pod(true).build(), new Probe.Failed("answered 500")));
    }

    @Test
    void aGoodAnswerAndTooMuchToDoAreNone() {
        assertEquals(Optional.empty(), problem(pod(true).build(), new Probe.Passed()));
        assertEquals(Optional.empty(), problem(pod(true).build(), new Probe.Busy("answered 429")));
    }

    @Test
    void whatIsStillStartingOwesNoAnswer() {
        assertEquals(Optional.empty(), problem(pod(false).build(), new Probe.NoAnswer("no connection")));
    }

    @Test
    void whatDiesAtItsStartFails() {
        Pod dying = pod(false)
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewWaiting()
                .withReason("CrashLoopBackOff")
                .endWaiting()
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(2)
                .withMessage("model.safetensors: the digest differs")
                .withFinishedAt("2026-01-01T12:00:00Z")
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build();

        assertEquals(
                Optional.of("container server ended with exit code 2: model.safetensors: the digest differs"),
                problem(dying, new Probe.NoAnswer("no connection")));
    }

    private static boolean isDamaged(int exitCode, boolean isDown) {
        var container = pod(false).editStatus().editFirstContainerStatus().withNewState();
        var pod = (isDown
                        ? container
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                        : container.withNewRunning().endRunning())
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withFinishedAt("2026-01-01T12:00:00Z")
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build();
        return new PodQuestions((ip, port) -> new Probe.Unasked())
                .ask(List.of(pod))
                .getFirst()
                .isDamaged();
    }

    @Test
    void filesThatTheServerRefusesAreToldFromOtherDeaths() {
        assertEquals(true, isDamaged(3, true));
        assertEquals(false, isDamaged(1, true));
        assertEquals(false, isDamaged(3, false));
    }

    @Test
    void whatDiedAndLoadsAgainIsGivenItsTime() {
        Pod loading = pod(false)
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(2)
                .withFinishedAt("2026-01-01T12:00:00Z")
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build();

        assertEquals(Optional.empty(), problem(loading, new Probe.NoAnswer("no connection")));
    }

    @Test
    void whoWasToldToGoIsNotAsked() {
        Pod leaving = pod(true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T12:00:00Z")
                .endMetadata()
                .build();

        assertEquals(List.of(), new PodQuestions((ip, port) -> new Probe.Failed("x")).ask(List.of(leaving)));
    }
}
