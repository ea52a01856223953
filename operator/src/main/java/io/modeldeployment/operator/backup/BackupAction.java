package io.modeldeployment.operator.backup;

/** What shall be done about a backup; twice is once. */
public sealed interface BackupAction {
    /** Starts the job that reads what is on the source. */
    record Inspect(Source source) implements BackupAction {}

    /** Makes the VolumeSnapshot. */
    record TakeSnapshot(Source source, String snapshotClass) implements BackupAction {}

    /** Makes the claim for copies; {@code bytes} is what has to fit where the request does not say. */
    record MakeStore(String claim, long bytes) implements BackupAction {}

    /** Starts the job that copies. */
    record Copy(Source source, Place.Copied to) implements BackupAction {}

    /** Removes the VolumeSnapshot. */
    record RemoveSnapshot() implements BackupAction {}

    /** Starts the job that removes the copy. */
    record RemoveCopy(Place.Copied copy) implements BackupAction {}

    /** Removes the job that copies, so that it writes no more. */
    record EndCopy() implements BackupAction {}

    /** Lets a deleted backup go. */
    record Release() implements BackupAction {}
}
