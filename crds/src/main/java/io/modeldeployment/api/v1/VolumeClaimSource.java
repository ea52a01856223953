package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model directory on an existing claim. */
public record VolumeClaimSource(
        @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.CLAIM_NAME, message = Rules.CLAIM_NAME_MESSAGE)
        String claimName,

        @JsonPropertyDescription("Directory on the claim that holds config.json, model.safetensors and tokenizer.json. "
                + "Files changed in place are not seen as a change: write each version into a directory of "
                + "its own.")
        @Default(".")
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.RELATIVE_PATH, message = Rules.RELATIVE_PATH_MESSAGE)
        @Nullable
        String path) {}
