package io.modeldeployment.cli.cluster;

import io.modeldeployment.cli.cluster.LiveSet.Watched;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.Keys;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One rollout with its revisions and pods, once or for as long as it is watched. */
public final class LiveTree implements AutoCloseable {
    private final LiveSet<Fields> rollouts;
    private final LiveSet<Fields> revisions;
    private final LiveSet<Fields> deployments;
    private final LiveSet<Fields> pods;
    private final List<LiveSet<?>> opened = new ArrayList<>();

    /** Watches all that belongs to the ModelDeployment; four watches, however many pods there are. */
    public LiveTree(Cluster cluster, String namespace, String name, Runnable changed) {
        Scope owned = Scope.labelled(namespace, Keys.NAME, name);
        try {
            rollouts = open(cluster, new Watched(Kind.MODEL_DEPLOYMENT, Scope.of(namespace, name)), changed);
            revisions = open(cluster, new Watched(Kind.CONTROLLER_REVISION, owned), changed);
            deployments = open(cluster, new Watched(Kind.DEPLOYMENT, owned), changed);
            pods = open(cluster, new Watched(Kind.POD, owned), changed);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private LiveSet<Fields> open(Cluster cluster, Watched watched, Runnable changed) {
        var set = new LiveSet<Fields>(cluster, watched, Function.identity(), changed);
        opened.add(set);
        return set;
    }

    /** The tree as it is; empty when the ModelDeployment is not there. */
    public Optional<RolloutTree> now() {
        return rollouts.now().stream()
                .findFirst()
                .map(object -> RolloutTree.of(
                        new RolloutView(object),
                        new RolloutTree.Parts(revisions.now(), deployments.now(), pods.now())));
    }

    /** The tree at this moment, by four lists. */
    public static Optional<RolloutTree> once(Cluster cluster, String namespace, String name) {
        Scope owned = Scope.labelled(namespace, Keys.NAME, name);
        return cluster.find(Kind.MODEL_DEPLOYMENT, namespace, name)
                .map(object -> RolloutTree.of(
                        new RolloutView(object),
                        new RolloutTree.Parts(
                                cluster.list(Kind.CONTROLLER_REVISION, owned, Function.identity()),
                                cluster.list(Kind.DEPLOYMENT, owned, Function.identity()),
                                cluster.list(Kind.POD, owned, Function.identity()))));
    }

    @Override
    public void close() {
        opened.forEach(LiveSet::close);
    }
}
