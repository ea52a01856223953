package io.modeldeployment.server.backend;

/** The device a user asks for. */
public enum DeviceChoice {
    /** The first CUDA device where there is one, else the CPU. */
    AUTO,
    CPU,
    CUDA
}
