package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a rollout is. */
public enum RolloutStage {
    /** The first revision starts; no strategy applies. */
    @JsonProperty("Initial")
    INITIAL,
    /** One revision serves. */
    @JsonProperty("Stable")
    STABLE,
    /** A candidate goes through the steps. */
    @JsonProperty("Progressing")
    PROGRESSING,
    /** The candidate has all traffic and the old endpoints leave. */
    @JsonProperty("Promoting")
    PROMOTING,
    /** The candidate has all traffic and is checked while the old pods are still warm. */
    @JsonProperty("Verifying")
    VERIFYING,
    /** Traffic returns to the stable revision. */
    @JsonProperty("RollingBack")
    ROLLING_BACK,
    /** The candidate was aborted and is not tried again. */
    @JsonProperty("Failed")
    FAILED
}
