package io.modeldeployment.operator.verdict;

import java.util.Optional;

/**
 * One event of a metric between the arms: its tests, each with the share of the metric's E that is staked on it, and the
 * difference.
 *
 * @param alphaShare the share of alpha that its interval may use
 * @param total all that was compared
 * @param difference candidate minus stable
 * @param more whether the candidate has more events
 * @param less whether it has fewer; only where that is a harm
 */
record Comparison(
        double alphaShare, Block total, RateDifference difference, ProportionTest more, Optional<ProportionTest> less) {
    Comparison {
        if (!(alphaShare >= 0 && alphaShare <= 1)) {
            throw new IllegalArgumentException("a share of alpha has to be from 0 to 1, not " + alphaShare);
        }
    }

    /** A comparison that begins with {@code logStake} of the metric's E and knows the rates of one block already. */
    static Comparison start(double alphaShare, double logStake, Block known, boolean bothWays) {
        double each = logStake - (bothWays ? Math.log(2) : 0);
        var more = new ProportionTest(Past.NONE.then(known), each);
        var less = new ProportionTest(Past.NONE.then(known.complement()), each);
        return new Comparison(
                alphaShare, Block.NONE, RateDifference.START, more, bothWays ? Optional.of(less) : Optional.empty());
    }

    /**
     * After one more block.
     *
     * @param mostEvidence how much the logarithm of E may grow by it
     */
    Comparison next(Block block, double mostEvidence) {
        if (!block.hasBothArms()) {
            return this;
        }
        return new Comparison(
                alphaShare,
                total.plus(block),
                difference.next(more.past(), block),
                more.next(block, mostEvidence),
                less.map(test -> test.next(block.complement(), mostEvidence)));
    }

    /** With its stake multiplied by e to the power of {@code log}. */
    Comparison staked(double log) {
        return new Comparison(alphaShare, total, difference, more.times(log), less.map(test -> test.times(log)));
    }

    /** As if as much again had been counted, {@code times} in all; to look ahead. */
    Comparison repeated(double times) {
        return new Comparison(alphaShare, total, difference.times(times), more, less);
    }

    /** The logarithm of its part of the metric's E. */
    double logStake() {
        return less.map(test -> LogSum.of(more.logE(), test.logE())).orElse(more.logE());
    }

    /** How large the difference is in the direction that the tests point to. */
    double harm() {
        boolean fewer = less.filter(test -> test.logE() > more.logE()).isPresent();
        return fewer ? -difference.estimate() : difference.estimate();
    }

    Interval interval(double alpha) {
        return alphaShare == 0 ? new Interval(-1, 1) : difference.interval(alpha * alphaShare);
    }

    /** The most harm that is still possible. */
    double worst(double alpha) {
        Interval interval = interval(alpha);
        return less.isPresent() ? interval.reach() : interval.upper();
    }

    String fields() {
        return Fields.join(
                        alphaShare,
                        total.stableRequests(),
                        total.stableEvents(),
                        total.candidateRequests(),
                        total.candidateEvents(),
                        difference.weight(),
                        difference.sum(),
                        difference.variance(),
                        more.fields())
                + less.map(test -> ";" + test.fields()).orElse("");
    }

    static Comparison read(Fields fields, boolean bothWays) {
        double alphaShare = fields.number();
        var total = new Block(fields.count(), fields.count(), fields.count(), fields.count());
        var difference = new RateDifference(fields.number(), fields.number(), fields.number());
        ProportionTest more = ProportionTest.read(fields);
        Optional<ProportionTest> less = bothWays ? Optional.of(ProportionTest.read(fields)) : Optional.empty();
        fields.end();
        return new Comparison(alphaShare, total, difference, more, less);
    }
}
