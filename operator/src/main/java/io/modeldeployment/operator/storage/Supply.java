package io.modeldeployment.operator.storage;

import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import java.util.Optional;

/** Whether what a model is brought from is there, as far as the operator can tell before a job looks. */
public sealed interface Supply {
    /** The job finds out: it is somebody else's. */
    record Elsewhere() implements Supply {}

    /**
     * A backup that is ready.
     *
     * @param place where its files are
     * @param path directory of the model there; "." is the root
     * @param digest over all of its files
     * @param bytes of all of them
     * @param storageClass of the claim that was backed up, where that is known
     */
    record Restorable(Place place, String path, String digest, long bytes, Optional<String> storageClass)
            implements Supply {
        /** Directory of the model on the claim that it is restored onto. */
        public String restoredPath() {
            return place instanceof Place.Snapshotted ? path : ".";
        }
    }

    /** A backup that is still being made. */
    record NotYet(String message) implements Supply {}

    /** A backup that cannot be restored: a CamelCase word, and a sentence. */
    record Lost(String reason, String message) implements Supply {}

    /**
     * What a backup is good for.
     *
     * @param name of the backup
     * @param wanted the digest that the model has to have, where one is asked for
     */
    static Supply of(String name, BackupState state, Optional<String> wanted) {
        return switch (state.phase()) {
            case PENDING, RUNNING ->
                new NotYet("the backup %s is not ready yet: %s"
                        .formatted(name, state.message().isEmpty() ? "it has not begun" : state.message()));
            case FAILED -> new Lost("BackupFailed", "the ModelBackup %s failed: %s".formatted(name, state.message()));
            case READY -> ready(name, state, wanted);
        };
    }

    private static Supply ready(String name, BackupState state, Optional<String> wanted) {
        if (state.place().isEmpty()
                || state.contents().isEmpty()
                || state.source().isEmpty()) {
            return new Lost(
                    "BackupIncomplete", "the status of the ModelBackup " + name + " does not say what it holds");
        }
        Contents contents = state.contents().get();
        if (wanted.filter(digest -> !digest.equals(contents.digest())).isPresent()) {
            return new Lost(
                    "DigestMismatch",
                    "the ModelBackup %s holds the digest %s, and spec.model.sha256 asks for %s"
                            .formatted(name, contents.digest(), wanted.get()));
        }
        Source source = state.source().get();
        return new Restorable(
                state.place().get(), source.path(), contents.digest(), contents.bytes(), source.storageClass());
    }
}
