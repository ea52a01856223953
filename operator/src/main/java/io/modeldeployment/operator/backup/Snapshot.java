package io.modeldeployment.operator.backup;

import java.util.Optional;

/** A VolumeSnapshot together with its content (rule 23). */
public sealed interface Snapshot {
    /** It is not there. */
    record Missing() implements Snapshot {}

    /** It is there, and does not count yet; {@code message} says why. */
    record Waiting(String message) implements Snapshot {}

    /** It counts: ready, without an error, and it and its content point at each other. */
    record Usable(Optional<String> restoreSize) implements Snapshot {}
}
