package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which backups may go (rule 25): never one that a person made, that is in use, or that is not done. */
final class Retention {
    /** Failed ones hold nothing but what went wrong. */
    private static final int FAILED_KEPT = 3;

    static final Comparator<KnownBackup> NEWEST_FIRST = Comparator.comparing(KnownBackup::createdAt)
            .thenComparing(KnownBackup::name)
            .reversed();

    private Retention() {}

    /**
     * The names of those that go.
     *
     * @param inUse backups that revisions are restored from
     */
    static List<String> expired(List<KnownBackup> backups, int keepLast, Set<String> inUse) {
        return Stream.concat(
                        beyond(backups, BackupPhase.READY, keepLast), beyond(backups, BackupPhase.FAILED, FAILED_KEPT))
                .map(KnownBackup::name)
                .filter(name -> !inUse.contains(name))
                .toList();
    }

    private static Stream<KnownBackup> beyond(List<KnownBackup> backups, BackupPhase phase, int kept) {
        return backups.stream()
                .filter(KnownBackup::isOurs)
                .filter(backup -> backup.phase() == phase && !backup.isDeleted())
                .sorted(NEWEST_FIRST)
                .skip(kept);
    }
}
