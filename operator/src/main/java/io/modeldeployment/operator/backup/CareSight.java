package io.modeldeployment.operator.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the care for backups rests on.
 *
 * @param backups of the ModelDeployment
 * @param inUse backups that revisions are restored from
 * @param found what the stable revision serves from
 * @param slots where the schedule was
 * @param candidate a revision that would get its first pod
 */
public record CareSight(
        List<KnownBackup> backups,
        Set<String> inUse,
        Found found,
        Optional<Slots> slots,
        Optional<Candidate> candidate) {
    public CareSight {
        backups = List.copyOf(backups);
        inUse = Set.copyOf(inUse);
    }

    /**
     * A revision on its way that has no pod yet.
     *
     * @param since when its chance began; empty: it begins with this pass
     * @param restores whether its model comes out of a backup
     */
    public record Candidate(String revision, Optional<Instant> since, boolean restores) {}
}
