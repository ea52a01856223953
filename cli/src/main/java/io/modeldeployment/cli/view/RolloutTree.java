package io.modeldeployment.cli.view;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rollout with its revisions and their pods, put together from the objects of one ModelDeployment. */
public record RolloutTree(RolloutView rollout, List<RevisionView> revisions) {
    /** The objects that a tree is made of. */
    public record Parts(Collection<Fields> revisions, Collection<Fields> deployments, Collection<Fields> pods) {}

    /** Puts the tree together: who is on its way first, then stable, then the rest, newest first. */
    public static RolloutTree of(RolloutView rollout, Parts parts) {
        Map<String, Fields> stored = byRevision(parts.revisions());
        Map<String, Fields> deployments = byRevision(parts.deployments());
        Map<String, List<Fields>> pods = parts.pods().stream()
                .filter(pod -> pod.label(Keys.REVISION).isPresent())
                .collect(Collectors.groupingBy(pod -> pod.label(Keys.REVISION).orElseThrow()));
        Set<String> hashes = new LinkedHashSet<>();
        Stream.of(rollout.candidate(), rollout.stable())
                .flatMap(Optional::stream)
                .forEach(hashes::add);
        Stream.of(stored.keySet(), deployments.keySet(), pods.keySet()).forEach(hashes::addAll);
        var revisions = hashes.stream()
                .map(hash -> revision(
                        rollout,
                        hash,
                        List.of(stored.getOrDefault(hash, Fields.NONE), deployments.getOrDefault(hash, Fields.NONE)),
                        pods.getOrDefault(hash, List.of())))
                .sorted(Comparator.comparing(RevisionView::role)
                        .thenComparing(view -> view.number().orElse(0L), Comparator.reverseOrder()))
                .toList();
        return new RolloutTree(rollout, revisions);
    }

    private static RevisionView revision(RolloutView rollout, String hash, List<Fields> objects, List<Fields> pods) {
        Fields stored = objects.getFirst();
        Fields deployment = objects.getLast();
        return new RevisionView(
                hash,
                stored.number("revision"),
                rollout.role(hash),
                deployment.label(Keys.COLOR),
                rollout.weight(hash),
                deployment.number("spec", "replicas").orElse(0L),
                stored.created().or(deployment::created),
                rollout.object().list("status", "rollout", "retiring").stream()
                        .filter(entry ->
                                entry.text("revision").filter(hash::equals).isPresent())
                        .findFirst()
                        .flatMap(entry -> entry.time("scaleDownAt")),
                pods.stream()
                        .map(PodView::of)
                        .sorted(Comparator.comparing(PodView::name))
                        .toList());
    }

    private static Map<String, Fields> byRevision(Collection<Fields> objects) {
        return objects.stream()
                .filter(object -> object.label(Keys.REVISION).isPresent())
                .collect(Collectors.toMap(
                        object -> object.label(Keys.REVISION).orElseThrow(), Function.identity(), (one, other) -> one));
    }
}
