package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A file on an existing claim. */
public record GoldenSetVolume(
        @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.CLAIM_NAME, message = Rules.CLAIM_NAME_MESSAGE)
        String claimName,

        @JsonPropertyDescription("The file on the claim.")
        @Default("golden-set.jsonl")
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.RELATIVE_PATH, message = Rules.RELATIVE_PATH_MESSAGE)
        @Nullable
        String path) {}
