package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a Hugging Face model directory comes from. */
@ValidationRule(
        value =
                "[has(self.image), has(self.volumeClaim), has(self.huggingFace), has(self.http), has(self.s3), has(self.backup)]"
                        + ".filter(source, source).size() == 1",
        message = "write exactly one source: image, volumeClaim, huggingFace, http, s3 or backup")
public record ModelSource(
        @JsonPropertyDescription(
                "A container image with the model directory in it; it needs no shell. An init container "
                        + "copies it into a volume of the pod.")
        @Nullable
        ImageSource image,

        @JsonPropertyDescription("An existing PersistentVolumeClaim of this namespace, mounted read-only.") @Nullable
        VolumeClaimSource volumeClaim,

        @JsonPropertyDescription(
                "A repository of a Hugging Face hub, fetched once into a claim that revisions share. Its *.safetensors,"
                        + " *.json, *.txt and *.model are taken, nothing else.")
        @Nullable
        HuggingFaceSource huggingFace,

        @JsonPropertyDescription(
                "An archive at an address, fetched and unpacked once into a claim that revisions share.")
        @Nullable
        HttpSource http,

        @JsonPropertyDescription("Objects of an S3 bucket, fetched once into a claim that revisions share.") @Nullable
        S3Source s3,

        @JsonPropertyDescription(
                "A ModelBackup, restored once into a claim that revisions share, and held against the digest that the backup has. "
                        + "With sha256 beside it, another backup of that name is refused.")
        @Nullable
        BackupSource backup) {
    /** An image. */
    public static ModelSource of(ImageSource image) {
        return new ModelSource(image, null, null, null, null, null);
    }

    /** A claim that is there. */
    public static ModelSource of(VolumeClaimSource claim) {
        return new ModelSource(null, claim, null, null, null, null);
    }

    /** A backup. */
    public static ModelSource of(BackupSource backup) {
        return new ModelSource(null, null, null, null, null, backup);
    }
}
