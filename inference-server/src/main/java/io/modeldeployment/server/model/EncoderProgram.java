package io.modeldeployment.server.model;

import java.util.List;

/**
 * A model as the engine can run it: TorchScript source without weights, and the calls that bring them in.
 *
 * @param source the module's TorchScript
 * @param tensorAttributes the names of its tensor attributes
 * @param loadSteps the calls that fill them, in order
 * @param outputSize numbers a text: labels, or the width of the embedding
 */
public record EncoderProgram(String source, List<String> tensorAttributes, List<LoadStep> loadSteps, int outputSize) {
    /** The method that takes a packed batch: {@code (tokens [3, T] of ids, positions and types, runs) -> [texts, outputSize]}. */
    public static final String PACKED = "packed";
    /** The method that takes a padded batch: {@code (tokens [3, B, S], mask [B, S]) -> [B, outputSize]}. */
    public static final String PADDED = "padded";

    public EncoderProgram {
        tensorAttributes = List.copyOf(tensorAttributes);
        loadSteps = List.copyOf(loadSteps);
    }
}
