package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One word for people; tools read the conditions. */
public enum Phase {
    /** The first revision is starting. */
    @JsonProperty("Pending")
    PENDING,
    /** The wanted revision serves. */
    @JsonProperty("Healthy")
    HEALTHY,
    /** A rollout is under way. */
    @JsonProperty("Progressing")
    PROGRESSING,
    /** A rollout waits for a time or a person. */
    @JsonProperty("Paused")
    PAUSED,
    /** The wanted revision does not serve. */
    @JsonProperty("Degraded")
    DEGRADED
}
