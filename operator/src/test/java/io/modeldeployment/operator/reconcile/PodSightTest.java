package io.modeldeployment.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What pods say of themselves, in the shapes that a kubelet writes. */
class PodSightTest {
    private static Pod pod(String status) {
        return pod("{name: a}", status);
    }

    private static Pod pod(String metadata, String status) {
        return Serialization.unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: " + metadata + "\nstatus: " + status, Pod.class);
    }

    @Test
    void aCrashIsToldByTheServersOwnLastLine() {
        var crash = PodSight.crash(List.of(pod("""
                {phase: Running, containerStatuses: [{name: server, image: i, imageID: i, ready: false, restartCount: 1,
                  state: {waiting: {reason: CrashLoopBackOff}},
                  lastState: {terminated: {exitCode: 3, finishedAt: '2026-01-02T03:04:05Z',
                    message: "starting\\nmodelserver: config.json: model_type 'gpt2' is not supported"}}}]}
                """)));
        assertEquals(
                Optional.of("container server ended with exit code 3:"
                        + " modelserver: config.json: model_type 'gpt2' is not supported"),
                crash.map(found -> found.message()));
        assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), crash.map(found -> found.at()));
    }

    @Test
    void aServerThatWasKilledForItsMemoryHasNotToldOfIt() {
        var crash = PodSight.crash(List.of(pod("""
                {phase: Running, containerStatuses: [{name: server, image: i, imageID: i, ready: true, restartCount: 1,
                  state: {running: {}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled,
                    finishedAt: '2026-01-02T03:04:05Z', message: "serving spam on http://0.0.0.0:8000"}}}]}
                """)));
        assertEquals(
                Optional.of("container server was killed (OOMKilled): it needs more memory than"
                        + " spec.server.resources.limits.memory"),
                crash.map(found -> found.message()));
    }

    @Test
    void aPodThatWasToldToGoHasNotCrashed() {
        var gone = pod("{name: a, deletionTimestamp: '2026-01-02T03:04:05Z'}", """
                {phase: Running, containerStatuses: [{name: server, image: i, imageID: i, ready: false, restartCount: 0,
                  state: {terminated: {exitCode: 137, finishedAt: '2026-01-02T03:04:05Z'}}}]}
                """);
        assertEquals(Optional.empty(), PodSight.crash(List.of(gone)));
    }

    @Test
    void waitingIsSaidInWordsThatDoNotFlap() {
        for (String reason : List.of("ErrImagePull", "ImagePullBackOff")) {
            var waiting = PodSight.waiting(List.of(
                    pod("{phase: Pending, containerStatuses: [{name: server, image: reg/x:1, imageID: '', ready: false,"
                            + " restartCount: 0, state: {waiting: {reason: " + reason + "}}}]}")));
            assertEquals(Optional.of("container server cannot pull image reg/x:1"), waiting);
        }
        assertEquals(
                Optional.of("cannot be scheduled: 0/1 nodes are available"),
                PodSight.waiting(List.of(pod("{phase: Pending, conditions: [{type: PodScheduled, status: 'False',"
                        + " message: 0/1 nodes are available}]}"))));
    }
}
