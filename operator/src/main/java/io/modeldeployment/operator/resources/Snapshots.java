package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.modeldeployment.operator.backup.Snapshot;
import io.modeldeployment.operator.backup.SnapshotClass;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What VolumeSnapshots, their contents and their classes say, read from objects without a model of their own. */
public final class Snapshots {
    /** Their API group. */
    public static final String GROUP = "snapshot.storage.k8s.io";

    /** The version that is used. */
    public static final String VERSION = "v1";

    /** A snapshot of a claim. */
    public static final String KIND = "VolumeSnapshot";

    private static final String IS_DEFAULT = "snapshot.storage.kubernetes.io/is-default-class";

    private Snapshots() {}

    /** A class. */
    public static SnapshotClass snapshotClass(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return new SnapshotClass(
                object.getMetadata().getName(),
                text(object, "driver").orElse(""),
                annotations != null && "true".equals(annotations.get(IS_DEFAULT)));
    }

    /** The content that a snapshot points at. */
    public static Optional<String> contentOf(GenericKubernetesResource snapshot) {
        return text(snapshot, "status", "boundVolumeSnapshotContentName");
    }

    /** Whether the snapshot says that it is ready, so that its content is worth a look. */
    public static boolean saysReady(GenericKubernetesResource snapshot) {
        return Boolean.TRUE.equals(value(snapshot, "status", "readyToUse"))
                && error(snapshot).isEmpty();
    }

    /**
     * What a snapshot counts for (rule 23).
     *
     * @param content the content that it points at, if that is there
     */
    public static Snapshot read(GenericKubernetesResource snapshot, Optional<GenericKubernetesResource> content) {
        String name = "The VolumeSnapshot " + snapshot.getMetadata().getName();
        if (snapshot.getMetadata().getDeletionTimestamp() != null) {
            return new Snapshot.Waiting(name + " is being deleted");
        }
        Optional<String> error = error(snapshot).or(() -> content.flatMap(Snapshots::error));
        if (error.isPresent()) {
            return new Snapshot.Waiting(name + " is not ready, and its controller tries again: " + error.get());
        }
        if (!saysReady(snapshot)) {
            return new Snapshot.Waiting(name + " is being taken");
        }
        boolean pointsBack = content.filter(found -> text(found, "spec", "volumeSnapshotRef", "uid")
                        .filter(snapshot.getMetadata().getUid()::equals)
                        .isPresent())
                .isPresent();
        if (!pointsBack) {
            return new Snapshot.Waiting(
                    name + " is called ready, but no VolumeSnapshotContent is there that belongs to it");
        }
        if (content.flatMap(found -> text(found, "status", "snapshotHandle")).isEmpty()) {
            return new Snapshot.Waiting(name + " is called ready, but its content names no snapshot of the storage");
        }
        return new Snapshot.Usable(text(snapshot, "status", "restoreSize"));
    }

    private static Optional<String> error(GenericKubernetesResource object) {
        return Optional.ofNullable(value(object, "status", "error"))
                .map(_ -> text(object, "status", "error", "message").orElse("no message"));
    }

    private static Optional<String> text(GenericKubernetesResource object, Object... path) {
        return Optional.ofNullable(value(object, path)).map(Objects::toString).filter(text -> !text.isEmpty());
    }

    private static @Nullable Object value(GenericKubernetesResource object, Object... path) {
        return object.get(path);
    }
}
