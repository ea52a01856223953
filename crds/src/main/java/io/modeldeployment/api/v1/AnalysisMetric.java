package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the operator compares by itself, from the servers' own counters. */
public enum AnalysisMetric {
    /** Requests that the server could not answer. */
    @JsonProperty("ErrorRate")
    ERROR_RATE,
    /** The distribution of the time of computed answers. */
    @JsonProperty("Latency")
    LATENCY,
    /** How often each label is the most probable one. */
    @JsonProperty("LabelDrift")
    LABEL_DRIFT
}
