package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether pods of different revisions keep off each other's nodes. */
public enum RevisionAntiAffinity {
    /** They may share nodes. */
    @JsonProperty("None")
    NONE,
    /** They do where there is room elsewhere. */
    @JsonProperty("Preferred")
    PREFERRED,
    /** They always do, or wait. */
    @JsonProperty("Required")
    REQUIRED
}
