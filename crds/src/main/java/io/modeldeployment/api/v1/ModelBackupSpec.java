package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which model to back up, and how; a backup is made once, so it cannot be changed. */
@ValidationRule(
        value = "self == oldSelf",
        message = "a backup is made once, from what its spec said then: create another ModelBackup")
public record ModelBackupSpec(
        @JsonPropertyDescription(
                "Name of the ModelDeployment of this namespace whose stable revision's model is backed "
                        + "up. The backup outlives it.")
        @Required
        @Size(min = 1, max = 50)
        @ValidationRule(
                value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                message = "write the name of a ModelDeployment of this namespace")
        String modelDeployment,

        @JsonPropertyDescription(
                "Auto takes a VolumeSnapshot where there is a VolumeSnapshotClass for the claim's driver, "
                        + "and copies the files elsewhere; status.conditions say which and why.")
        @Default("Auto")
        @Nullable
        BackupMethod method,

        @JsonPropertyDescription(
                "VolumeSnapshotClass to use. Absent: the default one of the claim's driver, or its only one.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SUBDOMAIN, message = "write the name of a VolumeSnapshotClass")
        @Nullable
        String volumeSnapshotClassName,

        @JsonPropertyDescription("With method Copy: the claim that all copies of this ModelDeployment are kept on. It "
                + "counts when the first copy makes that claim.")
        @Nullable
        BackupStorage storage,

        @JsonPropertyDescription(
                "Seconds after which a backup that is not ready has failed, and what there is of it is "
                        + "taken away.")
        @Default("3600")
        @Min(10)
        @Max(86400)
        @Nullable
        Integer deadlineSeconds) {}
