package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.GoldenSetSource;

/** Fetches the bytes of a golden set; an interface so that tests need no cluster. */
@FunctionalInterface
interface GoldenSetReader {
    /**
     * Fetches them.
     *
     * @param key whose it is
     * @throws UnmeasurableException if there are none, with what to do
     * @throws InterruptedException when nobody waits for them any more
     */
    byte[] read(EvaluationKey key, GoldenSetSource source, Deadline deadline)
            throws UnmeasurableException, InterruptedException;
}
