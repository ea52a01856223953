package io.modeldeployment.server.model;

import java.util.List;

/**
 * A model as the engine can run it: TorchScript source without weights, and the calls that bring them in.
 *
 * @param source the module's TorchScript
 * @param attributes its attributes, which are placeholders until the load steps fill them
 * @param loadSteps the calls that fill them, in order
 * @param outputSize numbers a text: labels, or the width of the embedding
 * @param rowMultiple a packed batch has a multiple of so many tokens; those beyond the runs are filling
 */
public record EncoderProgram(
        String source, List<ScriptAttribute> attributes, List<LoadStep> loadSteps, int outputSize, int rowMultiple) {
    /** The method that takes a packed batch: {@code (tokens [3, T] of ids, positions and types, runs) -> [at least texts, outputSize]}. */
    public static final String PACKED = "packed";
    /** The method that takes a padded batch: {@code (tokens [3, B, S], mask [B, S]) -> [B, outputSize]}. */
    public static final String PADDED = "padded";

    public EncoderProgram {
        attributes = List.copyOf(attributes);
        loadSteps = List.copyOf(loadSteps);
    }

    /** Bytes of all weights once they are loaded, word table included. */
    public long weightBytes() {
        return loadSteps.stream().mapToLong(LoadStep::bytes).sum();
    }
}
