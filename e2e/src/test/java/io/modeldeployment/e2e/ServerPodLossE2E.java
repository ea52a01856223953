package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.NodeProcess;
import io.modeldeployment.e2e.load.Call;
import io.modeldeployment.e2e.load.Connections;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EndToEnd
class ServerPodLossE2E {
    @ParameterizedTest
    @EnumSource(Connections.class)
    void aDeletedPodAnswersUntilNobodyAsksItAnyMore(Connections connections, Given given) {
        var spam = given.aModelDeployment("deleted-" + connections.name().toLowerCase(Locale.ROOT))
                .withReplicas(2)
                .isReady();
        try (var users = spam.isInUse(connections)) {
            Pod lost = spam.pods().getFirst();
            given.kubectl().succeeds("delete", "pod", lost.getMetadata().getName(), "--wait=false");
            spam.then().itServesWithout(lost);
            users.sawNoFailure();
        }
    }

    /**
     * A process that is killed without a warning takes with it what it was answering, and until the kubelet and kube-proxy
     * have noticed, new connections to it are refused: that no operator can mend. What must hold: failures end soon,
     * every one is of a connection and none is an error that a server sent, and the pod comes back.
     */
    @Test
    void aKilledServerFailsOnlyWhatReachedItBeforeItWasNoticed(Given given) {
        var spam = given.aModelDeployment("killed").withReplicas(2).isReady();
        try (var users = spam.isInUse()) {
            Pod lost = spam.pods().getFirst();
            Instant killed = Instant.now();
            NodeProcess.of(lost).kill();
            spam.then().itServesWithout(lost);
            users.haveCalledSince(Instant.now(), 50);
            var report = users.stop();
            assertTrue(
                    report.failures().stream().allMatch(call -> call.outcome() instanceof Call.Outcome.Broken),
                    report::describeFailures);
            assertTrue(
                    report.between(killed.plus(Duration.ofSeconds(10)), Instant.now())
                            .failures()
                            .isEmpty(),
                    report::describeFailures);
        }
    }
}
