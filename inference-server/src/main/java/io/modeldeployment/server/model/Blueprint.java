package io.modeldeployment.server.model;

import java.util.List;
import java.util.Optional;

/** How the models of one family are built: the names of their tensors, and what their layers compute. */
sealed interface Blueprint permits BertBlueprint, MpNetBlueprint, DebertaV2Blueprint, ModernBertBlueprint {
    /** What a task checkpoint writes before the names of its encoder's tensors; a bare encoder writes nothing. */
    String basePrefix();

    /** The names of the embedding. */
    EmbeddingNames embedding(String prefix);

    /** The names of one encoder layer. */
    LayerNames layer(String prefix, int index);

    /** The dense layers from the pooled hidden state to the logits. */
    List<Dense> classifier(String prefix);

    /** What the classifier reads. */
    default Pooling classifierPooling() {
        return Pooling.CLS;
    }

    /** How many matrices of hidden times inner width there are in a layer's feed-forward part. */
    default int feedForwardMatrices() {
        return 2;
    }

    /** What every layer does besides attention. */
    default Block block(Parameters parameters) {
        return new PostNormBlock(parameters);
    }

    /** What attention knows of the distance between two tokens. */
    default RelativePositions positions(Parameters parameters, String prefix) {
        return new NoRelativePositions();
    }

    /** The convolution beside the first layer, where there is one. */
    default Optional<Convolution> convolution(String prefix) {
        return Optional.empty();
    }

    /** The norm after the last layer, in pre-norm families. */
    default Optional<NormName> finalNorm(String prefix) {
        return Optional.empty();
    }

    /** The position id of a text's first token. */
    default int firstPosition(int padTokenId) {
        return 0;
    }
}
