package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void theBetaDistributionAgreesWithBinomialSums() {
        for (int n = 1; n <= 40; n += 3) {
            for (int k = 1; k <= n; k++) {
                for (double p : new double[] {0.01, 0.3, 0.5, 0.9}) {
                    assertEquals(atLeast(n, k, p), Beta.cdf(p, k, n - k + 1.0), 1e-11, n + " " + k + " " + p);
                }
            }
        }
        assertEquals(Math.log(1.0 / 12), Beta.log(2, 3), 1e-12);
        assertEquals(Math.log(Math.PI), Beta.log(0.5, 0.5), 1e-12);
    }

    @Test
    void exactIntervalsAreThoseOfTheTables() {
        Interval none = new Proportion(20, 0).exact(0.05);
        assertEquals(0, none.lower());
        assertEquals(1 - Math.pow(0.025, 1.0 / 20), none.upper(), 1e-9);
        Interval some = new Proportion(20, 5).exact(0.05);
        assertEquals(0.0866, some.lower(), 1e-4);
        assertEquals(0.4910, some.upper(), 1e-4);
        Interval all = new Proportion(20, 20).exact(0.05);
        assertEquals(1, all.upper());
        assertEquals(1 - none.upper(), all.lower(), 1e-9);
    }

    @Test
    void exactIntervalsHoldTheTruthAsOftenAsDeclared() {
        for (int all : new int[] {5, 30, 200}) {
            for (double p = 0.01; p < 1; p += 0.07) {
                double held = 0;
                for (int hits = 0; hits <= all; hits++) {
                    if (new Proportion(all, hits).exact(0.05).contains(p)) {
                        held += PairedResultsTest.choose(all, hits).doubleValue()
                                * Math.pow(p, hits)
                                * Math.pow(1 - p, all - hits);
                    }
                }
                assertTrue(held >= 0.95 - 1e-9, "%d, share %s: %s".formatted(all, p, held));
            }
        }
    }

    @Test
    void theAnytimeIntervalByHand() {
        // Without a single hit its end is where (1 - p)^n falls to alpha / (n + 1).
        Interval none = new Proportion(30, 0).anytime(0.05);
        assertEquals(0, none.lower());
        assertEquals(1 - Math.pow(0.05 / 31, 1.0 / 30), none.upper(), 1e-9);
        assertEquals(new Interval(0, 1), new Proportion(0, 0).anytime(0.05));
        Interval all = new Proportion(30, 30).anytime(0.05);
        assertEquals(1, all.upper());
        assertEquals(1 - none.upper(), all.lower(), 1e-9);
    }

    @Test
    void theAnytimeIntervalHoldsTheShareAtEveryMoment() {
        double alpha = 0.1;
        for (double share : new double[] {0.5, 0.95, 0.99}) {
            int[] missed = new int[1];
            int[] runs = new int[1];
            Chance.times(500, chance -> {
                Proportion seen = new Proportion(0, 0);
                boolean inside = true;
                for (int i = 0; i < 300; i++) {
                    seen = seen.next(chance.happens(share));
                    inside &= seen.anytime(alpha).contains(share);
                }
                missed[0] += inside ? 0 : 1;
                runs[0]++;
            });
            assertTrue(missed[0] <= alpha * runs[0], share + ": " + missed[0] + " of " + runs[0]);
            assertTrue(missed[0] > 0 || runs[0] < 500, share + ": no run leaves it, so this shows nothing");
        }
    }

    @Test
    void hugeCountsKeepIntervalsInOrder() {
        for (long hits : new long[] {0, 1, 500_000_000, 1_000_000_000}) {
            var proportion = new Proportion(1_000_000_000, hits);
            assertTrue(proportion.anytime(0.01).contains(proportion.share()), "anytime " + hits);
            assertTrue(proportion.exact(0.01).contains(proportion.share()), "exact " + hits);
        }
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Proportion(1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new Interval(1, 0));
    }

    private static double atLeast(int n, int k, double p) {
        double sum = 0;
        for (int i = k; i <= n; i++) {
            double ways = 1;
            for (int j = 0; j < i; j++) {
                ways = ways * (n - j) / (j + 1);
            }
            sum += ways * Math.pow(p, i) * Math.pow(1 - p, n - i);
        }
        return sum;
    }
}
