package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.operator.rollout.RevisionView.Crash;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what pods say of themselves: alive, ready, what they died of and what they wait for. */
final class PodSight {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final String OUT_OF_MEMORY = "OOMKilled";
    private static final int MESSAGE_LENGTH = 300;
    /** What the server ends with where its model is damaged, or none that it can serve. */
    private static final int BAD_MODEL = 3;

    private PodSight() {}

    /** Whether the pod still exists for the scheduler: neither ended nor gone. */
    static boolean exists(Pod pod) {
        return pod.getStatus() == null
                || !ENDED.contains(String.valueOf(pod.getStatus().getPhase()));
    }

    static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static boolean isReady(Pod pod) {
        return !isTerminating(pod)
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** The address, once the server's container runs. */
    static Optional<String> address(Pod pod) {
        return isTerminating(pod)
                        || pod.getStatus() == null
                        || !"Running".equals(pod.getStatus().getPhase())
                ? Optional.empty()
                : Optional.ofNullable(pod.getStatus().getPodIP());
    }

    /** Names the server's process: another one begins to count at 0. */
    static String process(Pod pod) {
        int restarts =
                containers(pod).mapToInt(ContainerStatus::getRestartCount).sum();
        return pod.getMetadata().getUid() + "/" + restarts;
    }

    /** The port that the server answers on. */
    static int port(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> "http".equals(port.getName()))
                .map(port -> port.getContainerPort())
                .findFirst()
                .orElse(8000);
    }

    /** The newest death of a container, unless the pod was told to go. */
    static Optional<Crash> crash(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> !isTerminating(pod))
                .flatMap(PodSight::containers)
                .flatMap(status -> Stream.of(status.getState(), status.getLastState())
                        .filter(Objects::nonNull)
                        .map(ContainerState::getTerminated)
                        .filter(Objects::nonNull)
                        .filter(terminated -> !Integer.valueOf(0).equals(terminated.getExitCode()))
                        .map(terminated -> new Crash(describe(status.getName(), terminated), time(terminated))))
                .max(Comparator.comparing(Crash::at));
    }

    private static String describe(String container, ContainerStateTerminated terminated) {
        String message =
                terminated.getMessage() == null ? "" : terminated.getMessage().strip();
        String lastLine = message.substring(message.lastIndexOf('\n') + 1);
        if (OUT_OF_MEMORY.equals(terminated.getReason())) {
            // What it said last knows nothing of its end.
            return "container " + container + " was killed (OOMKilled): it needs more memory than"
                    + " spec.server.resources.limits.memory";
        }
        String cause = lastLine.isEmpty()
                ? Optional.ofNullable(terminated.getReason()).orElse("Error")
                : lastLine.substring(0, Math.min(MESSAGE_LENGTH, lastLine.length()));
        return "container " + container + " ended with exit code " + terminated.getExitCode() + ": " + cause;
    }

    private static Instant time(ContainerStateTerminated terminated) {
        return terminated.getFinishedAt() == null
                ? Instant.EPOCH
                : OffsetDateTime.parse(terminated.getFinishedAt()).toInstant();
    }

    /** Whether a container of it does not run now, and will be started again or not. */
    static boolean isDown(Pod pod) {
        return containers(pod)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .anyMatch(state -> state.getWaiting() != null
                        || state.getTerminated() != null
                                && !Integer.valueOf(0)
                                        .equals(state.getTerminated().getExitCode()));
    }

    /** Whether its server ended last because the model's files are not ones that it can serve from. */
    static boolean hasBadModel(Pod pod) {
        return containers(pod)
                .filter(status -> status.getName().equals("server"))
                .flatMap(status -> Stream.of(status.getState(), status.getLastState())
                        .filter(Objects::nonNull)
                        .map(ContainerState::getTerminated)
                        .filter(Objects::nonNull)
                        .limit(1))
                .anyMatch(terminated -> Integer.valueOf(BAD_MODEL).equals(terminated.getExitCode()));
    }

    /** Why a pod is not ready, in words that stay the same while nothing changes. */
    static Optional<String> waiting(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> exists(pod) && !isTerminating(pod) && !isReady(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(PodSight::waiting)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> waiting(Pod pod) {
        Optional<String> unschedulable = conditions(pod)
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> "cannot be scheduled: " + condition.getMessage())
                .findFirst();
        return unschedulable.or(() -> containers(pod)
                .filter(status -> status.getState() != null && status.getState().getWaiting() != null)
                .map(status -> waiting(status, status.getState().getWaiting().getReason()))
                .flatMap(Optional::stream)
                .findFirst());
    }

    /** ErrImagePull and ImagePullBackOff take turns; one word for both keeps the status still. */
    private static Optional<String> waiting(ContainerStatus status, String reason) {
        return switch (reason) {
            case "ContainerCreating", "PodInitializing" -> Optional.empty();
            case "ErrImagePull", "ImagePullBackOff" ->
                Optional.of("container " + status.getName() + " cannot pull image " + status.getImage());
            default -> Optional.of("container " + status.getName() + " waits: " + reason);
        };
    }

    private static Stream<io.fabric8.kubernetes.api.model.PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null ? Stream.of() : pod.getStatus().getConditions().stream();
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.of()
                : Stream.of(
                                pod.getStatus().getInitContainerStatuses(),
                                pod.getStatus().getContainerStatuses())
                        .filter(Objects::nonNull)
                        .flatMap(List::stream);
    }
}
