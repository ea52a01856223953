package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Share of the traffic in percent. */
public record Weights(
        @JsonPropertyDescription("Share of the stable revision that is aimed at.") @Nullable
        Integer stable,

        @JsonPropertyDescription("Share of the candidate that is aimed at.") @Nullable
        Integer candidate,

        @JsonPropertyDescription("Share of the candidate among the endpoints that the Service has now.") @Nullable
        Integer observed) {}
