package io.modeldeployment.server.gpu;

/** Tells how busy and how full the GPUs are that the process sees. Safe for use by several threads. */
public interface GpuReader {
    /** GPUs there are. */
    int count();

    /**
     * How busy a GPU was in the driver's last sampling period (1/6 s to 1 s), by all processes.
     *
     * @param gpu from 0 to {@link #count()} − 1
     * @return 0 to 100, or NaN where the driver does not tell
     */
    double utilization(int gpu);

    /** Bytes of a GPU's memory that are taken, by all processes; NaN where the driver does not tell. */
    double usedBytes(int gpu);

    /** Bytes of memory that a GPU has; NaN where the driver does not tell. */
    double totalBytes(int gpu);
}
