package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the server computes on. */
public enum Device {
    /** A GPU when there is one, else the CPU. */
    @JsonProperty("Auto")
    AUTO,
    /** A GPU or nothing. */
    @JsonProperty("Cuda")
    CUDA,
    /** The CPU, even beside a GPU. */
    @JsonProperty("Cpu")
    CPU
}
