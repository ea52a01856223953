package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a backup is. */
public enum BackupPhase {
    /** It is not clear yet what is backed up, and how. */
    @JsonProperty("Pending")
    PENDING,
    /** Files are read, or the snapshot or the copy is being made. */
    @JsonProperty("Running")
    RUNNING,
    /** It can be restored. */
    @JsonProperty("Ready")
    READY,
    /** It came to nothing, or is lost; what there was of it has been taken away. */
    @JsonProperty("Failed")
    FAILED
}
