package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** From where a claim can be read. */
public enum ModelAccessMode {
    /** From one node at a time. */
    @JsonProperty("ReadWriteOnce")
    READ_WRITE_ONCE,
    /** From any number of nodes. */
    @JsonProperty("ReadWriteMany")
    READ_WRITE_MANY
}
