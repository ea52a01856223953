package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a toleration matches a taint. */
public enum TolerationOperator {
    /** Key and value are the same. */
    @JsonProperty("Equal")
    EQUAL,
    /** The key is there. */
    @JsonProperty("Exists")
    EXISTS
}
