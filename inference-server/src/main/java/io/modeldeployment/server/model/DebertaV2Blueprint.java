package io.modeldeployment.server.model;

import java.util.List;
import java.util.Optional;

/**
 * DeBERTa v2 and v3 (He et al., 2021): content and position attend to each other apart.
 *
 * @param absolutePositions whether the embedding adds positions too
 * @param tokenTypes whether the embedding adds token types
 * @param distances how attention knows the distance between tokens
 * @param convolution the convolution beside the first layer
 * @param poolerActivation the activation between pooler and classifier
 */
record DebertaV2Blueprint(
        boolean absolutePositions,
        boolean tokenTypes,
        DistanceTerms distances,
        Optional<ConvolutionShape> convolution,
        Activation poolerActivation)
        implements Blueprint {

    /**
     * How attention knows the distance between tokens.
     *
     * @param contentToPosition whether a query asks for the distance of a key
     * @param positionToContent whether a key is asked for by the distance of its query
     * @param sharedProjection whether distances are projected by the layer's query and key weights
     * @param buckets how many buckets on either side, growing with the logarithm of the distance; 0 for one a distance
     * @param farthest the distance from which on all are alike
     * @param normalised whether the table of distances passes a layer norm
     */
    record DistanceTerms(
            boolean contentToPosition,
            boolean positionToContent,
            boolean sharedProjection,
            int buckets,
            int farthest,
            boolean normalised) {
        /** Rows of the table on either side of distance 0. */
        int span() {
            return buckets > 0 ? buckets : farthest;
        }

        /** How many products are added up in a score. */
        int terms() {
            return 1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0);
        }
    }

    /** Size, groups and activation of the convolution. */
    record ConvolutionShape(int kernel, int groups, Activation activation) {}

    /**
     * Reads what {@code config.json} says of DeBERTa alone.
     *
     * @throws ModelFormatException when it asks for something this server does not compute
     */
    static DebertaV2Blueprint read(JsonFile json) {
        if (!json.flag("relative_attention", false)) {
            throw json.unsupported("relative_attention", "use a model with true");
        }
        int hidden = json.positiveInt("hidden_size");
        if (json.naturalInt("embedding_size", hidden) != hidden) {
            throw json.unsupported("embedding_size", "use a model whose embeddings are as wide as its layers");
        }
        int headSize = hidden / json.positiveInt("num_attention_heads");
        if (json.naturalInt("attention_head_size", headSize) != headSize) {
            throw json.unsupported("attention_head_size", "use a model with hidden_size / num_attention_heads");
        }
        return new DebertaV2Blueprint(
                json.flag("position_biased_input", true),
                json.naturalInt("type_vocab_size", 0) > 0,
                distances(json),
                convolution(json),
                json.activation("pooler_hidden_act", Activation.GELU));
    }

    private static DistanceTerms distances(JsonFile json) {
        List<String> kinds = json.words("pos_att_type");
        if (!List.of("c2p", "p2c").containsAll(kinds)) {
            throw json.unsupported("pos_att_type", "use a model with c2p, p2c or both");
        }
        int farthest = json.wholeNumber("max_relative_positions", -1);
        return new DistanceTerms(
                kinds.contains("c2p"),
                kinds.contains("p2c"),
                json.flag("share_att_key", false),
                Math.max(0, json.wholeNumber("position_buckets", -1)),
                farthest > 0 ? farthest : json.positiveInt("max_position_embeddings"),
                json.words("norm_rel_ebd").contains("layer_norm"));
    }

    private static Optional<ConvolutionShape> convolution(JsonFile json) {
        int kernel = json.naturalInt("conv_kernel_size", 0);
        if (kernel == 0) {
            return Optional.empty();
        }
        if (kernel % 2 == 0) {
            throw json.unsupported("conv_kernel_size", "use a model with an odd one, or none");
        }
        return Optional.of(new ConvolutionShape(
                kernel, json.naturalInt("conv_groups", 1), json.activation("conv_act", Activation.TANH)));
    }

    @Override
    public String basePrefix() {
        return "deberta.";
    }

    @Override
    public EmbeddingNames embedding(String prefix) {
        String names = prefix + "embeddings.";
        return new EmbeddingNames(
                names + "word_embeddings.weight",
                Optional.of(names + "position_embeddings.weight").filter(_ -> absolutePositions),
                Optional.of(names + "token_type_embeddings.weight").filter(_ -> tokenTypes),
                NormName.of(names + "LayerNorm"));
    }

    @Override
    public LayerNames layer(String prefix, int index) {
        String layer = prefix + "encoder.layer." + index + ".";
        return new LayerNames(
                LinearName.of(layer + "attention.self.query_proj"),
                LinearName.of(layer + "attention.self.key_proj"),
                LinearName.of(layer + "attention.self.value_proj"),
                LinearName.of(layer + "attention.output.dense"),
                Optional.of(NormName.of(layer + "attention.output.LayerNorm")),
                LinearName.of(layer + "intermediate.dense"),
                LinearName.of(layer + "output.dense"),
                NormName.of(layer + "output.LayerNorm"));
    }

    @Override
    public List<Dense> classifier(String prefix) {
        return List.of(Dense.activated("pooler.dense", poolerActivation), Dense.last("classifier"));
    }

    @Override
    public RelativePositions positions(Parameters parameters, String prefix) {
        return new DisentangledPositions(parameters, prefix + "encoder.", distances);
    }

    @Override
    public Optional<Convolution> convolution(String prefix) {
        return convolution.map(shape -> new Convolution(prefix + "encoder.conv.", shape));
    }
}
