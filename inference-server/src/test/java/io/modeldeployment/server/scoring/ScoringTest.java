package io.modeldeployment.server.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoringTest {
    private static final List<String> LABELS = List.of("a", "b", "c");

    @Test
    void ranksLabelsByProbability() {
        List<LabelScore> top =
                Scoring.SOFTMAX.top(new float[] {0, (float) Math.log(2), (float) Math.log(5)}, LABELS, 2);

        assertEquals(List.of("c", "b"), top.stream().map(LabelScore::label).toList());
        assertEquals(List.of(1, 2), top.stream().map(LabelScore::rank).toList());
        assertEquals(5 / 8.0, top.getFirst().score(), 1e-6);
        assertEquals(2 / 8.0, top.getLast().score(), 1e-6);
    }

    @Test
    void givesAllLabelsWhenMoreAreAskedFor() {
        assertEquals(3, Scoring.SOFTMAX.top(new float[] {1, 2, 3}, LABELS, 100).size());
    }

    @Test
    void keepsTheOrderOfClassesOfEqualProbability() {
        assertEquals(
                LABELS,
                Scoring.SOFTMAX.top(new float[] {1, 1, 1}, LABELS, 3).stream()
                        .map(LabelScore::label)
                        .toList());
    }

    @Test
    void staysFiniteForExtremeLogits() {
        List<LabelScore> top = Scoring.SOFTMAX.top(new float[] {-3e38f, 3e38f, 0}, LABELS, 3);
        assertEquals(List.of(1f, 0f, 0f), top.stream().map(LabelScore::score).toList());
    }

    @Test
    void sumsToOne() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            float[] logits = new float[1 + random.nextInt(50)];
            for (int j = 0; j < logits.length; j++) {
                logits[j] = 40 * (random.nextFloat() - 0.5f);
            }
            double[] probabilities = Scoring.SOFTMAX.scores(logits);
            assertEquals(1, Arrays.stream(probabilities).sum(), 1e-12);
            assertTrue(Arrays.stream(probabilities).allMatch(p -> p >= 0 && p <= 1));
        }
    }

    @Test
    void scoresLabelsThatDoNotExcludeEachOtherOneByOne() {
        List<LabelScore> top = Scoring.SIGMOID.top(new float[] {0, (float) Math.log(3), 100}, LABELS, 3);

        assertEquals(List.of("c", "b", "a"), top.stream().map(LabelScore::label).toList());
        assertEquals(
                List.of(1f, 0.75f, 0.5f), top.stream().map(LabelScore::score).toList());
    }

    @Test
    void keepsSigmoidsOfExtremeLogitsFinite() {
        List<LabelScore> top = Scoring.SIGMOID.top(new float[] {-3e38f, 3e38f, 0}, LABELS, 3);
        assertEquals(List.of(1f, 0.5f, 0f), top.stream().map(LabelScore::score).toList());
    }

    @Test
    void givesARegressionsOutputsAsTheyAre() {
        List<LabelScore> top = Scoring.IDENTITY.top(new float[] {-2.5f, 7, 0}, LABELS, 2);

        assertEquals(List.of("b", "c"), top.stream().map(LabelScore::label).toList());
        assertEquals(List.of(7f, 0f), top.stream().map(LabelScore::score).toList());
    }

    @Test
    void refusesLogitsWithoutLabels() {
        assertThrows(IllegalArgumentException.class, () -> Scoring.SOFTMAX.top(new float[2], LABELS, 1));
    }
}
