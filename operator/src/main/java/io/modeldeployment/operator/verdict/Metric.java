package io.modeldeployment.operator.verdict;

/** What the arms are compared by, from the servers' own counters. */
public enum Metric {
    /** One event: the server failed a request that it should have answered. */
    ERROR_RATE("errors", false),
    /** An event for each bound of the latency histogram: the answer was slower. */
    LATENCY("slower than %s s", false),
    /** An event for each label: it was the most probable one. More of it and less of it both count. */
    LABEL_DRIFT("label %s", true);

    private final String wording;
    private final boolean bothWays;

    Metric(String wording, boolean bothWays) {
        this.wording = wording;
        this.bothWays = bothWays;
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
    String describe(String event) {
        return learnsEvents() && event.equals(MetricTest.OTHERS) ? "any other label" : wording.formatted(event);
    }
}
