package io.modeldeployment.operator.backup;

import java.util.Optional;

/** Where the files of a backup are. */
public sealed interface Place {
    /**
     * In a VolumeSnapshot that has been seen.
     *
     * @param restoreSize what a claim from it needs at least, once that is known
     */
    record Snapshotted(String name, Optional<String> restoreSize) implements Place {}

    /** In a directory on a claim for backups. */
    record Copied(String claim, String path) implements Place {}
}
