package io.modeldeployment.server.model;

import java.util.List;
import java.util.Optional;

/** The families that compute what BERT does: what differs between them is names, positions and the head. */
enum BertBlueprint implements Blueprint {
    BERT("bert.") {
        @Override
        public List<Dense> classifier(String prefix) {
            return List.of(Dense.activated(prefix + "pooler.dense", Activation.TANH), Dense.last("classifier"));
        }
    },
    ROBERTA("roberta.") {
        @Override
        public List<Dense> classifier(String prefix) {
            return List.of(Dense.activated("classifier.dense", Activation.TANH), Dense.last("classifier.out_proj"));
        }

        @Override
        public int firstPosition(int padTokenId) {
            // fairseq reserved the rows up to the padding id, and every RoBERTa checkpoint has kept that.
            return padTokenId + 1;
        }
    },
    DISTILBERT("distilbert.") {
        @Override
        public EmbeddingNames embedding(String prefix) {
            return withTypes(prefix, false);
        }

        @Override
        public LayerNames layer(String prefix, int index) {
            String layer = prefix + "transformer.layer." + index + ".";
            return new LayerNames(
                    LinearName.of(layer + "attention.q_lin"),
                    LinearName.of(layer + "attention.k_lin"),
                    LinearName.of(layer + "attention.v_lin"),
                    LinearName.of(layer + "attention.out_lin"),
                    Optional.of(NormName.of(layer + "sa_layer_norm")),
                    LinearName.of(layer + "ffn.lin1"),
                    LinearName.of(layer + "ffn.lin2"),
                    NormName.of(layer + "output_layer_norm"));
        }

        @Override
        public List<Dense> classifier(String prefix) {
            return List.of(Dense.activated("pre_classifier", Activation.RELU), Dense.last("classifier"));
        }
    };

    private final String basePrefix;

    BertBlueprint(String basePrefix) {
        this.basePrefix = basePrefix;
    }

    @Override
    public String basePrefix() {
        return basePrefix;
    }

    @Override
    public EmbeddingNames embedding(String prefix) {
        return withTypes(prefix, true);
    }

    private static EmbeddingNames withTypes(String prefix, boolean types) {
        String names = prefix + "embeddings.";
        return new EmbeddingNames(
                names + "word_embeddings.weight",
                Optional.of(names + "position_embeddings.weight"),
                Optional.of(names + "token_type_embeddings.weight").filter(_ -> types),
                NormName.of(names + "LayerNorm"));
    }

    @Override
    public LayerNames layer(String prefix, int index) {
        String layer = prefix + "encoder.layer." + index + ".";
        return new LayerNames(
                LinearName.of(layer + "attention.self.query"),
                LinearName.of(layer + "attention.self.key"),
                LinearName.of(layer + "attention.self.value"),
                LinearName.of(layer + "attention.output.dense"),
                Optional.of(NormName.of(layer + "attention.output.LayerNorm")),
                LinearName.of(layer + "intermediate.dense"),
                LinearName.of(layer + "output.dense"),
                NormName.of(layer + "output.LayerNorm"));
    }
}
