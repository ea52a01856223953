package io.modeldeployment.server.train;

import java.util.List;

/**
 * Brings every feature to mean 0 and deviation 1, without which Adam finds a worse head, and hides that step in the head's
 * first layer afterwards, so that the written model needs none.
 */
final class Standardization {
    private static final float SMALLEST_DEVIATION = 1e-6f;

    private final float[] mean;
    private final float[] deviation;

    private Standardization(float[] mean, float[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /** {@return the standardization of these vectors, of which there is at least one} */
    static Standardization of(List<float[]> features) {
        int width = features.getFirst().length;
        float[] mean = new float[width];
        float[] deviation = new float[width];
        for (int i = 0; i < width; i++) {
            int column = i;
            double average =
                    features.stream().mapToDouble(f -> f[column]).average().orElseThrow();
            double variance = features.stream()
                    .mapToDouble(f -> (f[column] - average) * (f[column] - average))
                    .average()
                    .orElseThrow();
            mean[i] = (float) average;
            deviation[i] = (float) Math.sqrt(variance) + SMALLEST_DEVIATION;
        }
        return new Standardization(mean, deviation);
    }

    /** {@return (x − mean) / deviation} */
    float[] apply(float[] features) {
        float[] result = new float[features.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (features[i] - mean[i]) / deviation[i];
        }
        return result;
    }

    /** {@return the same vectors, each standardized} */
    LabelledFeatures apply(LabelledFeatures data) {
        return new LabelledFeatures(data.features().stream().map(this::apply).toList(), data.labels());
    }

    /**
     * The head that answers on plain features what the given one answers on standardized ones.
     *
     * @param head trained on standardized features
     * @return W / deviation and b − W · mean / deviation for its first layer; the rest as it was
     */
    HeadWeights foldInto(HeadWeights head) {
        int width = mean.length;
        float[] weight = head.poolerWeight().clone();
        float[] bias = head.poolerBias().clone();
        for (int row = 0; row < bias.length; row++) {
            double shift = 0;
            for (int column = 0; column < width; column++) {
                int at = row * width + column;
                weight[at] /= deviation[column];
                shift += (double) weight[at] * mean[column];
            }
            bias[row] -= (float) shift;
        }
        return new HeadWeights(head.hiddenSize(), weight, bias, head.classifierWeight(), head.classifierBias());
    }
}
