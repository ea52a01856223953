package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a model is. */
public enum ModelPhase {
    /** It comes in, or is about to. */
    @JsonProperty("Fetching")
    FETCHING,
    /** It is brought out of a backup, or about to be. */
    @JsonProperty("Restoring")
    RESTORING,
    /** Its files are read once more and held against their digests. */
    @JsonProperty("Verifying")
    VERIFYING,
    /** It is there, whole. */
    @JsonProperty("Ready")
    READY,
    /** It cannot be had. */
    @JsonProperty("Failed")
    FAILED
}
