package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Share of the traffic in percent. */
public record Weights(
        @JsonPropertyDescription("Share of the stable revision that is aimed at.") @Nullable
        Integer stable,

        @JsonPropertyDescription("Share of the candidate that is aimed at.") @Nullable
        Integer candidate,

        @JsonPropertyDescription(
                "Share of the candidate that the number of replicas allows, as near as can be to the one "
                        + "that is aimed at. Absent through a gateway, whose weights are exact, and while nothing is shared.")
        @Nullable
        Integer possible,

        @JsonPropertyDescription(
                "Share of the candidate that requests get now: among the Service's endpoints, or, with traffic.gateway, as "
                        + "every gateway has acknowledged it; absent while one has not.")
        @Nullable
        Integer observed,

        @JsonPropertyDescription("Share of the candidate among the requests that reached the servers in about the last "
                + "minute, by their own counters. Written with other changes, and by itself when it has clearly moved, "
                + "twice a minute at most. Absent while there were fewer than 50 requests since the weight was set.")
        @Nullable
        Integer requests) {}
