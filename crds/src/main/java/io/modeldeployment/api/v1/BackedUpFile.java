package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One file of a backed up model. */
public record BackedUpFile(
        @JsonPropertyDescription("Path in the model directory.") @Required
        String path,

        @JsonPropertyDescription("Bytes.") @Required Long size) {}
