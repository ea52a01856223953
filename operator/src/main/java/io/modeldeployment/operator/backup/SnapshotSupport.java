package io.modeldeployment.operator.backup;

import java.util.List;

/** Whether the cluster can take VolumeSnapshots. */
public sealed interface SnapshotSupport {
    /** It knows them, and these classes. */
    record Classes(List<SnapshotClass> classes) implements SnapshotSupport {
        public Classes {
            classes = List.copyOf(classes);
        }
    }

    /** It does not know them, or the operator may not use them; {@code message} says what to do. */
    record Unusable(String reason, String message) implements SnapshotSupport {}
}
