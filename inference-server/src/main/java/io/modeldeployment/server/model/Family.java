package io.modeldeployment.server.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The checkpoint families this server computes: what differs between them is names, positions and the head. */
public enum Family {
    BERT("bert.", List.of("bert")) {
        @Override
        LayerNames layer(String prefix, int index) {
            return bertLayer(prefix, index);
        }

        @Override
        List<Dense> classifier(String prefix) {
            return List.of(Dense.activated(prefix + "pooler.dense", Activation.TANH), Dense.last("classifier"));
        }
    },
    ROBERTA("roberta.", List.of("roberta", "xlm-roberta", "camembert")) {
        @Override
        LayerNames layer(String prefix, int index) {
            return bertLayer(prefix, index);
        }

        @Override
        List<Dense> classifier(String prefix) {
            return List.of(Dense.activated("classifier.dense", Activation.TANH), Dense.last("classifier.out_proj"));
        }

        @Override
        int firstPosition(int padTokenId) {
            // fairseq reserved the rows up to the padding id, and every RoBERTa checkpoint has kept that.
            return padTokenId + 1;
        }

        @Override
        int defaultPadTokenId() {
            return 1;
        }
    },
    DISTILBERT("distilbert.", List.of("distilbert")) {
        @Override
        LayerNames layer(String prefix, int index) {
            String layer = prefix + "transformer.layer." + index + ".";
            return new LayerNames(
                    layer + "attention.q_lin",
                    layer + "attention.k_lin",
                    layer + "attention.v_lin",
                    layer + "attention.out_lin",
                    layer + "sa_layer_norm",
                    layer + "ffn.lin1",
                    layer + "ffn.lin2",
                    layer + "output_layer_norm");
        }

        @Override
        List<Dense> classifier(String prefix) {
            return List.of(Dense.activated("pre_classifier", Activation.RELU), Dense.last("classifier"));
        }

        @Override
        boolean hasTokenTypes() {
            return false;
        }
    };

    private final String basePrefix;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> types;

    Family(String basePrefix, List<String> types) {
        this.basePrefix = basePrefix;
        this.types = types;
    }

    static Optional<Family> ofModelType(String type) {
        return Arrays.stream(values())
                .filter(family -> family.types.contains(type))
                .findFirst();
    }

    static List<String> modelTypes() {
        return Arrays.stream(values()).flatMap(family -> family.types.stream()).toList();
    }

    /** What a task checkpoint writes before the names of its encoder's tensors; a bare encoder writes nothing. */
    String basePrefix() {
        return basePrefix;
    }

    /** The module names of one encoder layer. */
    abstract LayerNames layer(String prefix, int index);

    /** The dense layers from the first token's hidden state to the logits. */
    abstract List<Dense> classifier(String prefix);

    /** The position id of a text's first token. */
    int firstPosition(int padTokenId) {
        return 0;
    }

    /** The padding id that Hugging Face assumes where a configuration names none. */
    int defaultPadTokenId() {
        return 0;
    }

    /** Whether the embedding adds a token type. */
    boolean hasTokenTypes() {
        return true;
    }

    private static LayerNames bertLayer(String prefix, int index) {
        String layer = prefix + "encoder.layer." + index + ".";
        return new LayerNames(
                layer + "attention.self.query",
                layer + "attention.self.key",
                layer + "attention.self.value",
                layer + "attention.output.dense",
                layer + "attention.output.LayerNorm",
                layer + "intermediate.dense",
                layer + "output.dense",
                layer + "output.LayerNorm");
    }
}
