package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a backup keeps the files. */
public enum BackupMethod {
    /** VolumeSnapshot where the claim's driver can do it, Copy elsewhere. */
    @JsonProperty("Auto")
    AUTO,
    /** A snapshot of the whole claim by its CSI driver. */
    @JsonProperty("VolumeSnapshot")
    VOLUME_SNAPSHOT,
    /** A copy of the model directory on a claim for backups. */
    @JsonProperty("Copy")
    COPY
}
