package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.scoring.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * Shortens vectors where a request asks for it: the first numbers, scaled to length 1 again. Only models that were trained for it
 * (Matryoshka representation learning) lose little by that.
 */
public final class EmbeddingDimensions {
    private final int wanted;
    private final int width;

    private EmbeddingDimensions(int wanted, int width) {
        this.wanted = wanted;
        this.width = width;
    }

    /**
     * Reads the field {@code dimensions}.
     *
     * @param requested its value, null where it is absent
     * @param width numbers the model answers with
     * @throws InvalidInputException when the model has not as many
     */
    public static EmbeddingDimensions of(@Nullable Integer requested, int width) {
        if (requested != null && (requested < 1 || requested > width)) {
            throw new InvalidInputException(
                    "dimensions",
                    "\"dimensions\" is %d, and this model has %d: ask for 1 to %d, or leave it out."
                            .formatted(requested, width, width));
        }
        return new EmbeddingDimensions(requested == null ? width : requested, width);
    }

    /** The vector itself where all of it is wanted, else a shorter one of length 1. */
    public float[] apply(float[] vector) {
        return wanted == width ? vector : UnitVector.of(vector, wanted);
    }
}
