package io.modeldeployment.server.train;

import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.train.SafeTensorsWriter.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A BERT layer that puts the mean over all tokens into the first token's hidden state.
 *
 * <p>A BERT classifier reads the first token only, which in a sentence encoder was never trained to speak for the text: it
 * hardly varies from text to text, and a head on it would have to magnify rounding errors. The mean over all tokens is what such
 * an encoder was trained for. With query and key weights of zero every token gets the same attention; with identities as value
 * and output weights what it attends to is the mean; a feed-forward part of zeros adds nothing.
 */
final class AveragingLayer {
    private final int hidden;
    private final int inner;
    private final String prefix;

    /**
     * @param config gives the widths
     * @param prefix what precedes the layer's tensor names, such as {@code bert.encoder.layer.5.}
     */
    AveragingLayer(ModelConfig config, String prefix) {
        this.hidden = config.hiddenSize();
        this.inner = config.intermediateSize();
        this.prefix = prefix;
    }

    /** {@return the layer's tensors under the names of the BERT family} */
    List<Tensor> tensors() {
        return List.of(
                constant("attention.self.query.weight", 0, hidden, hidden),
                constant("attention.self.query.bias", 0, hidden),
                constant("attention.self.key.weight", 0, hidden, hidden),
                constant("attention.self.key.bias", 0, hidden),
                identity("attention.self.value.weight"),
                constant("attention.self.value.bias", 0, hidden),
                identity("attention.output.dense.weight"),
                constant("attention.output.dense.bias", 0, hidden),
                constant("attention.output.LayerNorm.weight", 1, hidden),
                constant("attention.output.LayerNorm.bias", 0, hidden),
                constant("intermediate.dense.weight", 0, inner, hidden),
                constant("intermediate.dense.bias", 0, inner),
                constant("output.dense.weight", 0, hidden, inner),
                constant("output.dense.bias", 0, hidden),
                constant("output.LayerNorm.weight", 1, hidden),
                constant("output.LayerNorm.bias", 0, hidden));
    }

    private Tensor identity(String name) {
        float[] values = new float[hidden * hidden];
        for (int i = 0; i < hidden; i++) {
            values[i * hidden + i] = 1;
        }
        return Tensor.of(prefix + name, values, hidden, hidden);
    }

    private Tensor constant(String name, float value, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        Arrays.fill(values, value);
        return Tensor.of(
                prefix + name, values, Arrays.stream(shape).asLongStream().toArray());
    }
}
