package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Copies of requests for the candidate. */
public record MirrorStep(
        @JsonPropertyDescription("Share of the requests in percent that are copied; 0 ends it.")
        @Required
        @Min(0)
        @Max(100)
        Integer percentage) {}
