package io.modeldeployment.operator.verdict;

import java.util.Locale;

/** What the arms are compared by, from the servers' own counters. */
public enum Metric {
    /** One event: the server failed a request that it should have answered. */
    ERROR_RATE("errors", false, Double.POSITIVE_INFINITY),
    /** An event for each bound of the latency histogram: the answer was slower. Of stable it is as much sooner as is tolerated. */
    LATENCY("slower than %s s", false, 1),
    /** An event for each label: it was the most probable one. More of it and less of it both count. */
    LABEL_DRIFT("label %s", true, Double.POSITIVE_INFINITY);

    private final String wording;
    private final boolean bothWays;
    private final double mostEvidence;

    Metric(String wording, boolean bothWays, double mostEvidence) {
        this.wording = wording;
        this.bothWays = bothWays;
        this.mostEvidence = mostEvidence;
    }

    /**
     * How much the logarithm of E may grow in a block. Requests that wait for one stall of a pod are all slow together: a block of
     * them is one piece of news, and not as many as there are requests. An e-value that is cut off above is still one.
     */
    double mostEvidence() {
        return mostEvidence;
    }

    /** Whether fewer events than stable has are a harm too. */
    boolean isBothWays() {
        return bothWays;
    }

    /** Whether events become known only when they are counted for the first time. */
    boolean learnsEvents() {
        return this == LABEL_DRIFT;
    }

    /** The event in words. */
    String describe(String event, double tolerance) {
        if (learnsEvents() && event.equals(MetricTest.OTHERS)) {
            return "any other label";
        }
        String words = wording.formatted(event);
        return this == LATENCY && tolerance > 0
                ? words
                        + String.format(
                                Locale.ROOT, " (stable: than %.3g s)", Double.parseDouble(event) / (1 + tolerance))
                : words;
    }
}
