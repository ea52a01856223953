package io.modeldeployment.operator.backup;

/**
 * Everything that a decision about a backup rests on; what the decision does not need is not looked at and missing.
 *
 * @param found what there is to back up
 * @param support whether there are VolumeSnapshots
 * @param source the claim that is backed up
 * @param store the claim for copies
 * @param snapshot the VolumeSnapshot of this backup
 * @param jobs the jobs of this backup
 */
public record BackupSight(
        Found found, SnapshotSupport support, Claim source, Claim store, Snapshot snapshot, Jobs jobs) {
    /**
     * The jobs of one backup.
     *
     * @param inspection reads what is on the source
     * @param copy copies it
     * @param removal takes the copy away
     */
    public record Jobs(Work inspection, Work copy, Work removal) {
        /** None. */
        public static final Jobs NONE = new Jobs(new Work.Missing(), new Work.Missing(), new Work.Missing());
    }
}
