package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.text.TextTokenizer;
import java.util.Optional;

/**
 * A loaded model with what it takes to ask it.
 *
 * @param name the name it is served under
 * @param revision the revision it is served under
 * @param device where it computes
 * @param precision the numbers it computes in
 * @param head what it computes
 * @param outputSize numbers a text
 * @param vocabularySize token ids it knows, from 0; 0 where its directory does not say
 * @param tokenizer its tokenizer
 * @param batcher its queue and workers
 */
public record ServedModel(
        String name,
        String revision,
        String device,
        Precision precision,
        Head head,
        int outputSize,
        int vocabularySize,
        TextTokenizer tokenizer,
        Batcher batcher) {
    /** What it is good for. */
    public ModelKind kind() {
        return ModelKind.of(this);
    }

    /**
     * The numbers a model computes in.
     *
     * @param quantization what its large weights are kept in
     * @param agreement how its answers compare with float32; empty where it computes in float32
     */
    public record Precision(Quantization quantization, Optional<Agreement> agreement) {
        /** Nothing is quantised. */
        public static final Precision FLOAT32 = new Precision(Quantization.NONE, Optional.empty());
    }
}
