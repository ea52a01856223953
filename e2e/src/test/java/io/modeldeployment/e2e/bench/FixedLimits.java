package io.modeldeployment.e2e.bench;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A rule that holds limits against the candidate's own numbers, check by check.
 *
 * @param name for the table
 * @param success the least share of answered requests
 * @param p99 seconds that 99 of 100 requests may take at most
 * @param failures as many failed checks take the candidate back
 */
record FixedLimits(String name, double success, double p99, int failures) {
    /** As Argo Rollouts' documentation shows it: success rate at least 95 %, failureLimit 3, so the fourth failure takes back. */
    static final FixedLimits ARGO_ROLLOUTS = new FixedLimits(">= 95 %, 3 borne", 0.95, Double.POSITIVE_INFINITY, 4);
    /** As Flagger's documentation shows it: success rate at least 99 %, p99 at most 500 ms, threshold 5. */
    static final FixedLimits FLAGGER = new FixedLimits(">= 99 %, p99 <= 0.5 s, 5", 0.99, 0.5, 5);

    /** The check, counted from 1, at which the candidate is taken back; empty when it is let through. */
    OptionalInt takesBackAt(List<Counted> checks) {
        int[] failed = IntStream.range(0, checks.size())
                .filter(i -> fails(checks.get(i)))
                .toArray();
        return failed.length < failures ? OptionalInt.empty() : OptionalInt.of(failed[failures - 1] + 1);
    }

    private boolean fails(Counted check) {
        return check.success() < success || check.p99() > p99;
    }

    /** What becomes of the candidate, and how many of its requests were answered by then. */
    String verdict(List<Counted> checks) {
        OptionalInt end = takesBackAt(checks);
        if (end.isEmpty()) {
            long failed = checks.stream().filter(this::fails).count();
            return "let through (%d of %d checks failed)".formatted(failed, checks.size());
        }
        long requests = checks.stream()
                .limit(end.getAsInt())
                .mapToLong(Counted::requests)
                .sum();
        return "check %d, %d requests".formatted(end.getAsInt(), requests);
    }
}
