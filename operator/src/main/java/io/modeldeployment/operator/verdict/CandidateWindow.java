package io.modeldeployment.operator.verdict;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the candidate alone counted since the last measurement, for fixed limits.
 *
 * @param errors requests and failed ones
 * @param latency computed answers, and those slower than each bound in seconds
 */
public record CandidateWindow(ArmCounts errors, ArmCounts latency) {
    /** Nothing counted. */
    public static final CandidateWindow EMPTY = new CandidateWindow(ArmCounts.NONE, ArmCounts.NONE);

    /** With what one more block counted. */
    public CandidateWindow plus(ArmTracks.Blocks blocks) {
        return new CandidateWindow(
                sum(errors, blocks.of(Metric.ERROR_RATE).candidate()),
                sum(latency, blocks.of(Metric.LATENCY).candidate()));
    }

    private static ArmCounts sum(ArmCounts all, ArmCounts more) {
        return all.requests() == 0 ? more : all.plus(more, more.requests() == 0);
    }

    /** The share of failed requests; empty without requests. */
    public OptionalDouble errorRate() {
        return errors.requests() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) errors.of("") / errors.requests()));
    }

    /**
     * The time in seconds within which a share {@code q} of the answers was computed, by a straight line within its bucket, as
     * Prometheus does. Infinite above the last bound; empty without answers.
     */
    public OptionalDouble latency(double q) {
        TreeMap<Double, Long> slower = bounds();
        if (latency.requests() == 0 || slower.isEmpty()) {
            return OptionalDouble.empty();
        }
        double rank = q * latency.requests();
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Long> bound : slower.entrySet()) {
            double within = latency.requests() - bound.getValue();
            if (within >= rank) {
                double share = within == below ? 1 : (rank - below) / (within - below);
                return OptionalDouble.of(lower + share * (bound.getKey() - lower));
            }
            lower = bound.getKey();
            below = Math.max(below, within);
        }
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    private TreeMap<Double, Long> bounds() {
        var bounds = new TreeMap<Double, Long>();
        latency.events().forEach((bound, count) -> {
            try {
                bounds.put(Double.valueOf(bound), Math.min(count, latency.requests()));
            } catch (NumberFormatException e) {
                // Not a bound: a server of another kind, whose answers are told by the others.
            }
        });
        return bounds;
    }
}
