package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a taint does to pods that do not tolerate it. */
public enum TaintEffect {
    /** None is placed there. */
    @JsonProperty("NoSchedule")
    NO_SCHEDULE,
    /** None is placed there if another node will do. */
    @JsonProperty("PreferNoSchedule")
    PREFER_NO_SCHEDULE,
    /** Running ones leave. */
    @JsonProperty("NoExecute")
    NO_EXECUTE
}
