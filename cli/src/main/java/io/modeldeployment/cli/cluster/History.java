package io.modeldeployment.cli.cluster;

import io.modeldeployment.cli.history.StoredRevision;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.Keys;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The revisions of a ModelDeployment with what they were made from, newest first. */
public record History(RolloutView rollout, List<StoredRevision> revisions) {
    /** Reads them, by two lists. */
    public static History of(Cluster cluster, RolloutView rollout) {
        Scope owned = Scope.labelled(rollout.namespace(), Keys.NAME, rollout.name());
        List<Fields> stored = cluster.list(Kind.CONTROLLER_REVISION, owned, Function.identity());
        List<Fields> deployments = cluster.list(Kind.DEPLOYMENT, owned, Function.identity());
        Map<String, Fields> contents = stored.stream()
                .filter(object -> object.label(Keys.REVISION).isPresent())
                .collect(Collectors.toMap(
                        object -> object.label(Keys.REVISION).orElseThrow(),
                        object -> content(cluster, object),
                        (one, other) -> one));
        var tree = RolloutTree.of(rollout, new RolloutTree.Parts(stored, deployments, List.of()));
        return new History(
                rollout,
                tree.revisions().stream()
                        .map(view -> new StoredRevision(view, contents.getOrDefault(view.hash(), Fields.NONE)))
                        .sorted(Comparator.comparing(StoredRevision::number).reversed())
                        .toList());
    }

    private static Fields content(Cluster cluster, Fields stored) {
        String text = stored.text("data", "content").orElse("");
        return text.isBlank()
                ? Fields.NONE
                : Fields.of(cluster.client().getKubernetesSerialization().unmarshal(text, Map.class));
    }
}
