package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a step does that shows neither good nor bad in time. */
public enum InconclusivePolicy {
    /** Waits for a person. */
    @JsonProperty("Pause")
    PAUSE,
    /** Goes on. */
    @JsonProperty("Continue")
    CONTINUE
}
