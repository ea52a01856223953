package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the declared false-alarm rate rests on, counted out where that is possible and estimated where it is not. */
class ProportionTestValidityTest {
    private static final double ALPHA = 0.05;

    @Test
    void theExpectedFactorOfABlockIsAtMostOneWhateverTheCommonRate() {
        Chance.times(400, chance -> {
            ProportionTest past = ProportionTestTest.randomPast(chance);
            int stable = chance.upTo(7);
            int candidate = chance.upTo(7);
            for (int i = 0; i <= 20; i++) {
                double rate = i / 20.0;
                double expected = expectedFactor(past, stable, candidate, new double[] {rate, rate});
                assertTrue(expected <= 1 + 1e-12, past + " at " + rate + ": " + expected);
            }
        });
    }

    @Test
    void aBetterCandidateOnlyLowersTheExpectation() {
        Chance.times(400, chance -> {
            ProportionTest past = ProportionTestTest.randomPast(chance);
            double rate = chance.share();
            double better = rate * chance.share();
            double expected = expectedFactor(past, 1 + chance.upTo(6), 1 + chance.upTo(6), new double[] {rate, better});
            assertTrue(expected <= 1 + 1e-12, past + " at " + rate + " and " + better + ": " + expected);
        });
    }

    @Test
    void requestsOfOneBlockMayDifferInRateAsLongAsTheCandidatesMeanIsNotAbove() {
        Chance.times(300, chance -> {
            ProportionTest past = ProportionTestTest.randomPast(chance);
            double low = chance.share();
            double high = chance.share();
            // Two requests an arm, one of each rate, so that the means are equal: all sixteen outcomes.
            double[] rates = {low, high, low, high};
            double expected = 0;
            for (int outcome = 0; outcome < 16; outcome++) {
                double probability = 1;
                for (int i = 0; i < 4; i++) {
                    probability *= (outcome >> i & 1) == 1 ? rates[i] : 1 - rates[i];
                }
                var block = new Block(2, Integer.bitCount(outcome & 3), 2, Integer.bitCount(outcome >> 2));
                expected += probability * factor(past, block);
            }
            assertTrue(expected <= 1 + 1e-12, past + " at " + low + " and " + high + ": " + expected);
        });
    }

    @Test
    void overManyBlocksTheExpectationStaysAtMostOne() {
        // A moderate length: the mean of E over runs is dominated by rare large values after many blocks.
        double[] sums = new double[2];
        int[] runs = new int[1];
        Chance.times(20_000, chance -> {
            ProportionTest test = ProportionTest.START;
            for (int i = 0; i < 12; i++) {
                double rate = 0.3 * chance.share();
                test = test.next(chance.block(chance.upTo(20), 0.1 + 0.8 * chance.share(), rate, rate));
            }
            double e = Math.exp(test.logE());
            sums[0] += e;
            sums[1] += e * e;
            runs[0]++;
        });
        double mean = sums[0] / runs[0];
        double error = Math.sqrt((sums[1] / runs[0] - mean * mean) / runs[0]);
        assertTrue(mean - 4 * error <= 1, "mean of E is " + mean + " ± " + error);
    }

    @Test
    void alarmsAreAsRareAsDeclaredWhenLookedAtAfterEveryBlockWhateverItsSize() {
        for (int size : new int[] {2, 7, 40, 400}) {
            assertRare("blocks of " + size, chance -> {
                List<Block> blocks = new ArrayList<>();
                for (int sent = 0; sent < 4_000; sent += size) {
                    double tide = 0.02 * (1 + Math.sin(sent / 300.0));
                    double outage = chance.happens(0.03) ? 20 : 1;
                    double rate = Math.min(1, tide * outage);
                    blocks.add(chance.block(size, 0.1 + 0.8 * sent / 4_000, rate, rate));
                }
                return blocks;
            });
        }
    }

    @Test
    void alarmsAreAsRareAsDeclaredInAnyOrderOfTheBlocks() {
        assertRare("shuffled", chance -> {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                double rate = 0.1 * chance.share();
                blocks.add(chance.block(chance.upTo(60), chance.share(), rate, rate));
            }
            Collections.shuffle(blocks, new Random(chance.upTo(Integer.MAX_VALUE - 1)));
            return blocks;
        });
    }

    @Test
    void worseCandidatesAreFoundMoreOftenAndSooner() {
        double before = 0;
        for (double rate : new double[] {0.01, 0.02, 0.03, 0.06, 0.2, 1}) {
            double[] found = new double[1];
            Chance.times(200, chance -> {
                ProportionTest test = ProportionTest.START;
                for (int i = 0; i < 100 && test.logE() < Math.log(1 / ALPHA); i++) {
                    test = test.next(chance.block(100, 0.2, 0.01, rate));
                    found[0] += test.logE() >= Math.log(1 / ALPHA) ? 100 - i : 0;
                }
            });
            assertTrue(found[0] > before, "rate " + rate + " is found less than a smaller one");
            before = found[0];
        }
    }

    /** Blocks of a run in which the candidate is no worse. */
    private interface Harmless {
        List<Block> blocks(Chance chance);
    }

    private static void assertRare(String what, Harmless harmless) {
        int runs = 2_000;
        int[] alarms = new int[1];
        Chance.times(runs, chance -> {
            ProportionTest test = ProportionTest.START;
            for (Block block : harmless.blocks(chance)) {
                test = test.next(block);
                if (test.logE() >= Math.log(1 / ALPHA)) {
                    alarms[0]++;
                    return;
                }
            }
        });
        double share = (double) alarms[0] / runs;
        double noise = 4 * Math.sqrt(ALPHA * (1 - ALPHA) / runs);
        assertTrue(share <= ALPHA + noise, what + ": " + share + " of runs alarm");
        assertTrue(alarms[0] > 0, what + ": no run alarms, so this shows nothing");
    }

    private static double expectedFactor(ProportionTest past, int stable, int candidate, double[] rates) {
        double expected = 0;
        for (int a = 0; a <= stable; a++) {
            for (int b = 0; b <= candidate; b++) {
                expected += binomial(stable, a, rates[0])
                        * binomial(candidate, b, rates[1])
                        * factor(past, new Block(stable, a, candidate, b));
            }
        }
        return expected;
    }

    private static double factor(ProportionTest past, Block block) {
        return Math.exp(past.next(block).logE() - past.logE());
    }

    private static double binomial(int trials, int happened, double probability) {
        double ways = 1;
        for (int i = 0; i < happened; i++) {
            ways = ways * (trials - i) / (i + 1);
        }
        return ways * Math.pow(probability, happened) * Math.pow(1 - probability, trials - happened);
    }
}
