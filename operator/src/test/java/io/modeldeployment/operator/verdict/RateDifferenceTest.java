package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateDifferenceTest {
    private static final double ALPHA = 0.05;

    @Test
    void oneBlockByHand() {
        RateDifference difference = RateDifference.START.next(Past.NONE, new Block(80, 8, 20, 5));

        assertEquals(80.0 * 20 / 100, difference.weight(), 1e-12);
        assertEquals(5.0 / 20 - 8.0 / 80, difference.estimate(), 1e-12);
        // Nothing is known yet, so that each outcome is half a step from what was expected: a quarter each, squared.
        assertEquals(0.64 * 20 * 0.25 + 0.04 * 80 * 0.25, difference.variance(), 1e-12);
    }

    @Test
    void aTideThatMovesWithTheWeightsIsNoDifference() {
        RateDifference difference = RateDifference.START
                .next(Past.NONE, new Block(900, 9, 100, 1))
                .next(Past.NONE, new Block(100, 20, 900, 180));

        assertEquals(0, difference.estimate(), 1e-12);
    }

    @Test
    void nothingComparedIsNothingKnown() {
        RateDifference difference = RateDifference.START.next(Past.NONE, new Block(0, 0, 10, 10));

        assertEquals(new Interval(-1, 1), difference.interval(ALPHA));
        assertEquals(0, difference.estimate());
    }

    @Test
    void theIntervalNarrowsAsTheRootOfTheSamples() {
        RateDifference few = RateDifference.START.next(Past.NONE, new Block(10_000, 1_000, 10_000, 1_000));
        RateDifference many = RateDifference.START.next(Past.NONE, new Block(1_000_000, 100_000, 1_000_000, 100_000));

        double ratio = width(few.interval(ALPHA)) / width(many.interval(ALPHA));
        assertTrue(ratio > 8 && ratio < 12, "ratio " + ratio);
    }

    @Test
    void extremeCountsKeepTheIntervalInOrder() {
        long most = Block.MOST;
        for (Block block : new Block[] {
            new Block(most, 0, most, most), new Block(1, 0, most, 0), new Block(most, most, 1, 1), new Block(1, 0, 1, 1)
        }) {
            Interval interval = RateDifference.START
                    .next(Past.NONE, block)
                    .next(Past.NONE, block)
                    .interval(1e-9);
            assertTrue(interval.lower() >= -1 && interval.upper() <= 1, block + ": " + interval);
        }
    }

    @Test
    void theIntervalHoldsTheMeanDifferenceAtEveryMomentWhateverTheRatesDo() {
        int[] missed = new int[1];
        int[] missedByHalf = new int[1];
        int[] runs = new int[1];
        Chance.times(1_500, chance -> {
            RateDifference difference = RateDifference.START;
            Past past = Past.NONE;
            double truth = 0;
            boolean inside = true;
            boolean insideHalf = true;
            for (int i = 0; i < 100; i++) {
                double stable = 0.02 + 0.1 * chance.share() + 0.1 * Math.sin(i / 30.0) * Math.sin(i / 30.0);
                double harm = i < 50 ? 0 : 0.03;
                Block block = chance.block(chance.upTo(80), (i + 5) / 110.0, stable, stable + harm);
                double before = difference.weight();
                difference = difference.next(past, block);
                past = past.then(block);
                truth += harm * (difference.weight() - before);
                double mean = difference.weight() == 0 ? 0 : truth / difference.weight();
                Interval interval = difference.interval(ALPHA);
                inside &= interval.contains(mean);
                insideHalf &= Math.abs(mean - difference.estimate()) <= width(interval) / 4;
            }
            missed[0] += inside ? 0 : 1;
            missedByHalf[0] += insideHalf ? 0 : 1;
            runs[0]++;
        });
        double share = (double) missed[0] / runs[0];
        assertTrue(share <= ALPHA, share + " of the runs leave the interval");
        double half = (double) missedByHalf[0] / runs[0];
        assertTrue(runs[0] < 1_500 || half > ALPHA, "half the width would do: only " + half + " leave it");
    }

    private static double width(Interval interval) {
        return interval.upper() - interval.lower();
    }
}
