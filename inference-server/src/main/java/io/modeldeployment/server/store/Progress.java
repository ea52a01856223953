package io.modeldeployment.server.store;

/**
 * How far it is.
 *
 * @param phase what is done now
 * @param file the file it is done with; empty between files
 * @param bytesDone bytes of this phase that are done
 * @param bytesTotal bytes of this phase; 0 while that is not known
 */
public record Progress(Phase phase, String file, long bytesDone, long bytesTotal) {
    /** What can be done with a model; the names are part of the interface to the operator. */
    public enum Phase {
        Resolving,
        Fetching,
        Extracting,
        Copying,
        Verifying,
        Ready,
        Failed
    }
}
