package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.PodReading;

/** Where the counts of one pod come from. */
@FunctionalInterface
public interface MetricsSource {
    /**
     * What the pod counted since its start. Blocks for two seconds at most.
     *
     * @throws UnmeasuredException when it does not say
     */
    PodReading read(PodAddress pod) throws UnmeasuredException;

    /** Says in one line why counts are missing. */
    final class UnmeasuredException extends Exception {
        private static final long serialVersionUID = 1L;

        /** With the reason. */
        public UnmeasuredException(String reason) {
            super(reason);
        }

        /** The reason. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
