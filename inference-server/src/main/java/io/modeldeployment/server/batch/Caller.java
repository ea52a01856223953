package io.modeldeployment.server.batch;

/** For whom texts are computed, so that nothing is computed for somebody who is no longer there. */
@FunctionalInterface
public interface Caller {
    /** Waits as long as it takes. */
    Caller PATIENT = () -> false;

    /** Whether nobody waits for the results any more; asked now and then, on the thread that waits for them. */
    boolean isGone();
}
