package io.modeldeployment.server.bench;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.model.Pooling;
import java.util.List;

/**
 * Counts the floating-point operations that an encoder's linear layers and attention need, a multiply and an add as two.
 *
 * <p>Where only the first token's state is read, the last layer needs keys and values of all tokens and the rest of the first.
 *
 * @param hidden width of the hidden states
 * @param feedForward numbers in the weights of a layer's feed-forward part
 * @param layers number of layers
 * @param firstTokenOnly whether only the first token's state is read
 */
record Flops(double hidden, double feedForward, int layers, boolean firstTokenOnly) {
    static Flops of(ModelConfig config, Head head) {
        return new Flops(
                config.hiddenSize(), config.feedForwardWeights(), config.layers(), config.pooling(head) == Pooling.CLS);
    }

    /** Operations of one forward pass. */
    double of(List<TokenIds> texts) {
        return texts.stream().mapToDouble(text -> of(text.length())).sum();
    }

    private double of(double tokens) {
        double full = layer(tokens, tokens);
        return (layers - 1) * full + (firstTokenOnly ? layer(tokens, 1) : full);
    }

    /** A layer over {@code tokens} of which {@code queries} are wanted: keys and values, then queries, output and feed-forward. */
    private double layer(double tokens, double queries) {
        double keysAndValues = 2 * hidden * hidden * tokens;
        double perQuery = 2 * hidden * hidden + feedForward + 2 * hidden * tokens;
        return 2 * (keysAndValues + perQuery * queries);
    }
}
