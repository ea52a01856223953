package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.operator.probe.PodProbe;
import io.modeldeployment.operator.rollout.Probe;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks pods that are to serve for a prediction, all at once, and says what is wrong with those that do not answer. */
final class PodQuestions {
    private final PodProbe probe;

    PodQuestions(PodProbe probe) {
        this.probe = probe;
    }

    /**
     * One pod's answer.
     *
     * @param probe Unasked while it is still starting and owes none
     * @param isDamaged whether it is down since it cannot start from its model's files
     */
    record Answer(String pod, String node, Probe probe, boolean isDamaged) {
        /** What is wrong; empty where nothing is, or nothing is known. */
        Optional<String> problem() {
            return switch (probe) {
                case Probe.NoAnswer(String detail) -> Optional.of(detail);
                case Probe.Failed(String detail) -> Optional.of(detail);
                case Probe.Unasked _, Probe.Passed _, Probe.Busy _ -> Optional.empty();
            };
        }
    }

    List<Answer> ask(List<Pod> pods) {
        List<Pod> present =
                pods.stream().filter(pod -> !PodSight.isTerminating(pod)).toList();
        List<Probe> probes = AtOnce.ask(present, this::probe);
        return IntStream.range(0, present.size())
                .mapToObj(i -> answer(present.get(i), probes.get(i)))
                .toList();
    }

    private static Answer answer(Pod pod, Probe probe) {
        return new Answer(
                pod.getMetadata().getName(), node(pod), probe, PodSight.isDown(pod) && PodSight.hasBadModel(pod));
    }

    private static String node(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getNodeName()).orElse("");
    }

    /** A pod that loads its model owes no answer yet; one that has died of something and waits to be started again does. */
    private Probe probe(Pod pod) {
        if (hasStarted(pod)) {
            return PodSight.address(pod)
                    .map(ip -> probe.ask(ip, PodSight.port(pod)))
                    .orElseGet(Probe.Unasked::new);
        }
        return PodSight.crash(List.of(pod))
                .filter(_ -> PodSight.isDown(pod))
                .<Probe>map(crash -> new Probe.Failed(crash.message()))
                .orElseGet(Probe.Unasked::new);
    }

    /** Whether the startup probe has once succeeded since its containers were last started. */
    private static boolean hasStarted(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses() != null
                && !pod.getStatus().getContainerStatuses().isEmpty()
                && pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getStarted)
                        .allMatch(Boolean.TRUE::equals);
    }
}
