package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of a backup, what it holds, and the state from which the operator goes on. */
public record ModelBackupStatus(
        @JsonPropertyDescription("One word for people; tools read the conditions.") @Nullable
        BackupPhase phase,

        @JsonPropertyDescription("What is going on, what went wrong, or where the files are, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("How the files are kept: VolumeSnapshot or Copy.") @Nullable
        BackupMethod method,

        @JsonPropertyDescription("The VolumeSnapshot, once it was seen.") @Nullable
        String snapshotName,

        @JsonPropertyDescription("Size that a claim from the VolumeSnapshot has to have at least.") @Nullable
        String restoreSize,

        @JsonPropertyDescription("With method Copy: the PersistentVolumeClaim that holds the files.") @Nullable
        String claimName,

        @JsonPropertyDescription(
                "Directory of the model in the snapshot, or on the claim that holds the copy; '.' is the root.")
        @Nullable
        String path,

        @JsonPropertyDescription("The PersistentVolumeClaim that was backed up.") @Nullable
        String sourceClaim,

        @JsonPropertyDescription("Directory of the model on sourceClaim.") @Nullable
        String sourcePath,

        @JsonPropertyDescription("StorageClass of sourceClaim; a claim from the VolumeSnapshot is of the same one.")
        @Nullable
        String storageClassName,

        @JsonPropertyDescription("Hash of the revision that was stable then.") @Nullable
        String revision,

        @JsonPropertyDescription("The model.") @Nullable BackedUpModel model,

        @JsonPropertyDescription("RFC 3339 time at which it began.") @Nullable
        String startTime,

        @JsonPropertyDescription("RFC 3339 time at which it was ready, or had failed.") @Nullable
        String completionTime,

        @JsonPropertyDescription("Size of the model's files, for people.") @Nullable
        String size,

        @JsonPropertyDescription("Bytes of the model's files.") @Nullable
        Long bytes,

        @JsonPropertyDescription("Files of the model, as many as fit.") @Size(max = 100) @Nullable
        List<BackedUpFile> files,

        @JsonPropertyDescription("Ready: it can be restored. MethodChosen: how it is made and why, or what is missing.")
        @Nullable
        List<Condition> conditions) {}
