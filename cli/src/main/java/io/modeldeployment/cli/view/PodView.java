package io.modeldeployment.cli.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod as one line.
 *
 * @param ready whether its endpoint may get requests
 * @param containers ready containers of all, for example 1/1
 * @param state one word, as kubectl has it: Running, Pending, CrashLoopBackOff, Init:Error, Terminating
 * @param restarts of all its containers
 * @param message why it is not ready, as far as Kubernetes knows; one line
 */
public record PodView(
        String name,
        boolean ready,
        String containers,
        String state,
        long restarts,
        Optional<Instant> created,
        String message) {

    /** Reads a Pod. */
    public static PodView of(Fields pod) {
        List<Fields> containers = pod.list("status", "containerStatuses");
        long up = containers.stream().filter(status -> status.isTrue("ready")).count();
        long all = Math.max(containers.size(), pod.list("spec", "containers").size());
        boolean ready = condition(pod, "Ready")
                .filter(condition ->
                        condition.text("status").filter("True"::equals).isPresent())
                .isPresent();
        return new PodView(
                pod.name(),
                ready && pod.value("metadata", "deletionTimestamp").isEmpty(),
                up + "/" + all,
                state(pod),
                statuses(pod)
                        .mapToLong(status -> status.number("restartCount").orElse(0L))
                        .sum(),
                pod.created(),
                ready ? "" : message(pod));
    }

    private static Stream<Fields> statuses(Fields pod) {
        return Stream.concat(
                pod.list("status", "initContainerStatuses").stream(), pod.list("status", "containerStatuses").stream());
    }

    private static Optional<Fields> condition(Fields pod, String type) {
        return pod.list("status", "conditions").stream()
                .filter(condition -> condition.text("type").filter(type::equals).isPresent())
                .findFirst();
    }

    private static String state(Fields pod) {
        if (pod.value("metadata", "deletionTimestamp").isPresent()) {
            return "Terminating";
        }
        Optional<String> init = pod.list("status", "initContainerStatuses").stream()
                .map(PodView::trouble)
                .flatMap(Optional::stream)
                .findFirst()
                .map(reason -> "Init:" + reason);
        return init.or(() -> pod.list("status", "containerStatuses").stream()
                        .map(PodView::trouble)
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> pod.text("status", "reason"))
                .or(() -> pod.text("status", "phase"))
                .orElse("Unknown");
    }

    private static Optional<String> trouble(Fields status) {
        return status.text("state", "waiting", "reason")
                .filter(reason -> !reason.equals("PodInitializing"))
                .or(() -> status.text("state", "terminated", "reason").filter(reason -> !reason.equals("Completed")));
    }

    /** The last words of a container, else what it waits for, else why no node takes it. */
    private static String message(Fields pod) {
        return statuses(pod)
                .flatMap(status -> Stream.of(
                        status.text("state", "terminated", "message"),
                        status.text("lastState", "terminated", "message"),
                        status.text("state", "waiting", "message")))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst()
                .or(() -> condition(pod, "PodScheduled").flatMap(condition -> condition.text("message")))
                .map(PodView::lastLine)
                .orElse("");
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line.isBlank() ? before : line.strip());
    }
}
