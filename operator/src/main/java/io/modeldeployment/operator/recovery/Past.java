package io.modeldeployment.operator.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done about the trouble so far, as it is persisted.
 *
 * @param attempts how often the ladder was climbed to its end in vain
 * @param last the last rung that was taken in this climb; empty at its foot
 * @param at when something was last done
 * @param tried backups that were restored since the trouble began
 */
public record Past(int attempts, Optional<Rung> last, Optional<Instant> at, List<String> tried) {
    /** Nothing was done. */
    public static final Past NONE = new Past(0, Optional.empty(), Optional.empty(), List.of());

    public Past {
        tried = List.copyOf(tried);
    }

    Past taking(Rung rung, Instant now) {
        return new Past(attempts, Optional.of(rung), Optional.of(now), tried);
    }

    Past restoring(String backup, Instant now) {
        return new Past(
                attempts,
                Optional.of(Rung.RESTORE),
                Optional.of(now),
                Stream.concat(tried.stream(), Stream.of(backup)).toList());
    }

    /** The climb ended in vain; the next one begins at the foot. */
    Past inVain(Instant now) {
        return new Past(attempts + 1, Optional.empty(), Optional.of(now), tried);
    }
}
