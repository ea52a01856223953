package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A resource that the metrics-server measures. */
public enum ResourceName {
    /** Processor time. */
    @JsonProperty("cpu")
    CPU,
    /** Memory. */
    @JsonProperty("memory")
    MEMORY
}
