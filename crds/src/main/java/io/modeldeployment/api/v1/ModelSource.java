package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a Hugging Face model directory comes from. */
@ValidationRule(
        value = "has(self.image) != has(self.volumeClaim)",
        message = "write exactly one source: image or volumeClaim")
public record ModelSource(
        @JsonPropertyDescription(
                "A container image with the model directory in it; it needs no shell. An init container "
                        + "copies it into a volume of the pod.")
        @Nullable
        ImageSource image,

        @JsonPropertyDescription("An existing PersistentVolumeClaim of this namespace, mounted read-only.") @Nullable
        VolumeClaimSource volumeClaim) {}
