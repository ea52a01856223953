package io.modeldeployment.operator.verdict;

import java.util.OptionalLong;

/** Guesses how many more candidate requests a verdict takes, so that a person knows whether waiting makes sense. */
final class Outlook {
    /** A test that has to learn the rates takes this many times what one that knew them would; from simulations. */
    private static final double PRICE_OF_LEARNING = 1.7;

    private static final double MOST_TIMES = 1e6;

    private Outlook() {}

    /** Until a difference of {@code minEffect} would be shown at stable's rate and the weight so far. */
    static OptionalLong untilAlarm(Comparison comparison, Criteria criteria) {
        Block total = comparison.total();
        if (!total.hasBothArms()) {
            return OptionalLong.empty();
        }
        double ratio = (double) total.stableRequests() / total.candidateRequests();
        double stable = Math.min(rate(total), 1 - criteria.minEffect());
        double harmed = Math.min(1, stable + criteria.minEffect());
        double common = (ratio * stable + harmed) / (ratio + 1);
        double gain = divergence(harmed, common) + ratio * divergence(stable, common);
        double missing = -Math.log(criteria.alpha()) - comparison.more().logE();
        return gain <= 0 ? OptionalLong.empty() : whole(PRICE_OF_LEARNING * missing / gain);
    }

    /** Until the most harm that is possible is below what is allowed, if the difference stays what it is. */
    static OptionalLong untilPass(Comparison comparison, Criteria criteria) {
        double now = comparison.total().candidateRequests();
        double low = 1;
        double high = 1;
        while (high < MOST_TIMES && !passes(comparison, criteria, high)) {
            low = high;
            high *= 2;
        }
        if (now == 0 || high >= MOST_TIMES) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            if (passes(comparison, criteria, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return whole(Math.max((high - 1) * now, criteria.minSamples() - now));
    }

    private static boolean passes(Comparison comparison, Criteria criteria, double times) {
        return comparison.repeated(times).worst(criteria.alpha()) < criteria.maxHarm();
    }

    private static double rate(Block total) {
        return (total.stableEvents() + 0.5) / (total.stableRequests() + 1.0);
    }

    private static OptionalLong whole(double requests) {
        return OptionalLong.of(Math.max(1, Math.round(requests)));
    }

    /** Kullback and Leibler's, of one Bernoulli variable from another. */
    private static double divergence(double rate, double from) {
        return part(rate, from) + part(1 - rate, 1 - from);
    }

    private static double part(double share, double from) {
        return share == 0 ? 0 : share * Math.log(share / from);
    }
}
