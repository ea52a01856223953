package io.modeldeployment.operator.recovery;

import java.util.List;
import java.util.Optional;

/**
 * What there is to go to.
 *
 * @param previous name of the revision that served before, still exists, and does not read files that are known to be damaged
 * @param backups names of the backups that can be restored, the newest first
 */
public record WayOut(Optional<String> previous, List<String> backups) {
    public WayOut {
        backups = List.copyOf(backups);
    }
}
