package io.modeldeployment.server.scoring;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a quantised model's answers compare with the same model's in float32 on a set of texts.
 *
 * @param texts how many texts were compared, at least 1
 * @param share for classifiers the share of texts with the same verdict, for embeddings the mean cosine similarity; at most 1
 * @param worst for classifiers 1 less the largest difference of a score, for embeddings the least cosine similarity
 */
public record Agreement(int texts, double share, double worst) {
    /**
     * Compares a classifier's logits.
     *
     * @param scoring how they become scores
     * @param expected one row a text, of finite numbers
     * @param actual as many rows of as many numbers
     */
    public static Agreement ofLogits(Scoring scoring, List<float[]> expected, List<float[]> actual) {
        check(expected, actual);
        double share = pairs(expected)
                .mapToDouble(i -> alike(scoring, expected.get(i), actual.get(i)))
                .average()
                .orElseThrow();
        double difference = pairs(expected)
                .mapToDouble(i -> largestDifference(scoring, expected.get(i), actual.get(i)))
                .max()
                .orElseThrow();
        return new Agreement(expected.size(), share, 1 - difference);
    }

    /**
     * Compares embeddings.
     *
     * @param expected one vector a text, of finite numbers and not zero
     * @param actual as many vectors of as many numbers
     */
    public static Agreement ofVectors(List<float[]> expected, List<float[]> actual) {
        check(expected, actual);
        double[] cosines = pairs(expected)
                .mapToDouble(i -> cosine(expected.get(i), actual.get(i)))
                .toArray();
        return new Agreement(
                expected.size(),
                IntStream.range(0, cosines.length)
                        .mapToDouble(i -> cosines[i])
                        .average()
                        .orElseThrow(),
                IntStream.range(0, cosines.length)
                        .mapToDouble(i -> cosines[i])
                        .min()
                        .orElseThrow());
    }

    private static IntStream pairs(List<float[]> rows) {
        return IntStream.range(0, rows.size());
    }

    private static void check(List<float[]> expected, List<float[]> actual) {
        if (expected.isEmpty() || expected.size() != actual.size()) {
            throw new IllegalArgumentException(expected.size() + " rows against " + actual.size());
        }
    }

    /** 1 for the same verdict, 0 for another; of a regression, which has none, 1 less the relative difference. */
    private static double alike(Scoring scoring, float[] expected, float[] actual) {
        return switch (scoring) {
            case SOFTMAX -> best(expected) == best(actual) ? 1 : 0;
            case SIGMOID -> IntStream.range(0, expected.length).allMatch(i -> expected[i] > 0 == actual[i] > 0) ? 1 : 0;
            case IDENTITY ->
                1 - largestDifference(scoring, expected, actual) / Math.max(1e-6, Math.abs(expected[best(expected)]));
        };
    }

    private static int best(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    private static double largestDifference(Scoring scoring, float[] expected, float[] actual) {
        double[] p = scoring.scores(expected);
        double[] q = scoring.scores(actual);
        return IntStream.range(0, p.length)
                .mapToDouble(i -> Math.abs(p[i] - q[i]))
                .max()
                .orElseThrow();
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(Math.max(squareA * squareB, Double.MIN_NORMAL));
    }
}
