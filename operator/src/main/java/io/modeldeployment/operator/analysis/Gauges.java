package io.modeldeployment.operator.analysis;

/** Where numbers come from that are not the servers' own. */
@FunctionalInterface
public interface Gauges {
    /** One measurement; waits for it some seconds at most, and never fails: what gives no number says why. */
    Reading read(Check.Remote source, Placeholders placeholders) throws InterruptedException;
}
