package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an evaluation stands. */
public enum EvaluationState {
    /** Texts are being asked. */
    @JsonProperty("Running")
    RUNNING,
    /** Every bound is met. */
    @JsonProperty("Passed")
    PASSED,
    /** A bound is missed by more than chance explains. */
    @JsonProperty("Failed")
    FAILED,
    /** A bound is missed, and chance might explain it. */
    @JsonProperty("Inconclusive")
    INCONCLUSIVE,
    /** It could not be measured. */
    @JsonProperty("Error")
    ERROR
}
