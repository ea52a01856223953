package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the candidate's servers count themselves, as one number that a fixed limit can be held against. */
public enum ServerMetric {
    /** Share of the requests that the servers could not answer. */
    @JsonProperty("ErrorRate")
    ERROR_RATE,
    /** Time within which half of the computed answers were there. */
    @JsonProperty("LatencyP50")
    LATENCY_P50,
    /** Time within which 90 of 100 computed answers were there. */
    @JsonProperty("LatencyP90")
    LATENCY_P90,
    /** Time within which 95 of 100 computed answers were there. */
    @JsonProperty("LatencyP95")
    LATENCY_P95,
    /** Time within which 99 of 100 computed answers were there. */
    @JsonProperty("LatencyP99")
    LATENCY_P99
}
