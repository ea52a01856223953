package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Route;
import java.util.Map;
import java.util.Optional;

/** The labels by which objects, pods and traffic find each other. */
public final class Labels {
    /** Name of the ModelDeployment that an object belongs to. */
    public static final String NAME = ModelDeployment.GROUP + "/name";

    /** Hash of the revision that an object belongs to. */
    public static final String REVISION = ModelDeployment.GROUP + "/revision";

    /** blue or green, on the Deployment of a revision that was rolled out by blueGreen. */
    public static final String COLOR = ModelDeployment.GROUP + "/color";

    /** On pods of an analysis' jobs, which no Service may select: the name of the ModelDeployment. */
    public static final String ANALYSIS = ModelDeployment.GROUP + "/analysis";

    /** On claims that models lie on, and on the jobs and pods that bring them: the name of the ModelDeployment. */
    public static final String MODEL = ModelDeployment.GROUP + "/model";

    /** On pods that keep images on nodes, which no Service may select: the name of the ModelDeployment. */
    public static final String NODE_CACHE = ModelDeployment.GROUP + "/node-cache";

    /** Who owns the objects. */
    public static final String MANAGER = "model-deployment-operator";

    /** A value of {@link #REVISION} that no pod has. */
    private static final String NOBODY = "none";

    /** Annotation: when the rollout began that something was made for, by which it is told from that of an earlier try. */
    public static final String ATTEMPT = ModelDeployment.GROUP + "/attempt";

    private Labels() {}

    /** What every object of {@code name} carries. */
    public static Map<String, String> common(String name) {
        return Map.of(
                NAME,
                name,
                "app.kubernetes.io/name",
                "modelserver",
                "app.kubernetes.io/instance",
                name,
                "app.kubernetes.io/managed-by",
                MANAGER);
    }

    /** Selects the pods of one revision. */
    public static Map<String, String> podsOf(String name, RevisionHash revision) {
        return Map.of(NAME, name, REVISION, revision.value());
    }

    /** Selects the pods that {@code route} reaches. */
    public static Map<String, String> selector(String name, Route route) {
        return switch (route) {
            case Route.None() -> Map.of(NAME, name, REVISION, NOBODY);
            case Route.Only(var revision) -> podsOf(name, revision);
            case Route.Shared() -> Map.of(NAME, name);
        };
    }

    /** The route that a Service's selector stands for; anything unknown reaches nobody. */
    public static Route route(Map<String, String> selector) {
        String revision = selector.get(REVISION);
        if (!selector.containsKey(NAME) || NOBODY.equals(revision)) {
            return new Route.None();
        }
        return revision == null ? new Route.Shared() : new Route.Only(new RevisionHash(revision));
    }

    /** The revision that an object belongs to. */
    public static Optional<RevisionHash> revisionOf(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(REVISION))
                .map(RevisionHash::new);
    }
}
