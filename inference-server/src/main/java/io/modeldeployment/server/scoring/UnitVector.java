package io.modeldeployment.server.scoring;

import java.util.Arrays;

/** Scales embeddings to length 1, so that their dot product is their cosine. */
public final class UnitVector {
    /** Keeps a vector of zeros what it is, as PyTorch's {@code normalize} does. */
    private static final double LEAST_NORM = 1e-12;

    private UnitVector() {}

    /**
     * The first numbers of a vector, scaled to length 1.
     *
     * @param vector finite numbers; stays as it is
     * @param dimensions how many of them, at most all
     * @return a new array
     */
    public static float[] of(float[] vector, int dimensions) {
        float[] scaled = Arrays.copyOf(vector, dimensions);
        double square = 0;
        for (float value : scaled) {
            square += (double) value * value;
        }
        double norm = Math.max(Math.sqrt(square), LEAST_NORM);
        for (int i = 0; i < dimensions; i++) {
            scaled[i] = (float) (scaled[i] / norm);
        }
        return scaled;
    }
}
