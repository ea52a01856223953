package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PairedResultsTest {
    @Test
    void mcNemarsTestByHand() {
        // Nine against one of ten discordant pairs: (10 + 1) / 1024.
        assertEquals(11.0 / 1024, new PairedResults(80, 9, 1, 10).pValue(), 1e-12);
        assertEquals(1, new PairedResults(80, 0, 5, 15).pValue());
        assertEquals(1.0 / 32, new PairedResults(0, 5, 0, 0).pValue(), 1e-12);
        assertEquals(0.08, new PairedResults(80, 9, 1, 10).drop(), 1e-12);
    }

    @Test
    void mcNemarsTestIsTheTailOfTheBinomialDistribution() {
        for (int worse = 0; worse <= 40; worse++) {
            for (int better = 0; better <= 40 && worse + better > 0; better++) {
                BigInteger atLeast = BigInteger.ZERO;
                for (int k = worse; k <= worse + better; k++) {
                    atLeast = atLeast.add(choose(worse + better, k));
                }
                double p = atLeast.doubleValue() / Math.pow(2, worse + better);
                double found = new PairedResults(500, worse, better, 0).pValue();
                assertEquals(p, found, 1e-9 * p, "%d worse, %d better".formatted(worse, better));
            }
        }
    }

    static BigInteger choose(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return result;
    }

    @Test
    void aCandidateThatIsNoWorseIsSeldomFoundWorse() {
        int[] found = new int[1];
        int[] runs = new int[1];
        Chance.times(4_000, chance -> {
            long lost = chance.of(200, 0.1);
            long won = chance.of(200 - lost, 0.1 / 0.9);
            found[0] += new PairedResults(200 - lost - won, lost, won, 0).pValue() <= 0.05 ? 1 : 0;
            runs[0]++;
        });
        assertTrue(found[0] <= 0.05 * runs[0], found[0] + " of " + runs[0]);
        assertTrue(found[0] > 0 || runs[0] < 4_000, "none is found, so this shows nothing");
    }

    @Test
    void theIntervalOfTheDropHoldsIt() {
        for (double[] rates : new double[][] {{0.02, 0.02}, {0.05, 0.01}, {0, 0.03}, {0.2, 0.1}}) {
            int[] missed = new int[1];
            int[] runs = new int[1];
            Chance.times(2_000, chance -> {
                long lost = chance.of(300, rates[0]);
                long won = chance.of(300 - lost, rates[1] / (1 - rates[0]));
                Interval interval = new PairedResults(300 - lost - won, lost, won, 0).interval(0.05);
                missed[0] += interval.contains(rates[0] - rates[1]) ? 0 : 1;
                runs[0]++;
            });
            assertTrue(missed[0] <= 0.05 * runs[0], rates[0] + " " + rates[1] + ": " + missed[0] + " of " + runs[0]);
        }
    }

    @Test
    void noDiscordantPairIsNoProofOfEquality() {
        Interval interval = new PairedResults(60, 0, 0, 0).interval(0.05);

        assertEquals(0.06, interval.upper(), 0.001);
        assertEquals(-interval.upper(), interval.lower());
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PairedResults(1, -1, 0, 0));
    }
}
