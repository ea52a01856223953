package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a candidate's accelerators come from. */
public enum SurgePolicy {
    /** Free ones while there are any, else those that stable gives up, else it waits. */
    @JsonProperty("Auto")
    AUTO,
    /** Free ones: its pods are started, and have until the progress deadline to find them. */
    @JsonProperty("Surge")
    SURGE,
    /** Those that stable gives up, pod by pod, so that no more are used than before. */
    @JsonProperty("Replace")
    REPLACE,
    /** Free ones: it starts once there are enough for all of the rollout, however long that takes. */
    @JsonProperty("Queue")
    QUEUE
}
