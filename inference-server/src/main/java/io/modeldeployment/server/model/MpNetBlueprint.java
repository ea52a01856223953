package io.modeldeployment.server.model;

import java.util.List;
import java.util.Optional;

/** MPNet (Song et al., 2020): RoBERTa's positions, no token types, and one table of relative positions for all layers. */
record MpNetBlueprint() implements Blueprint {
    /** Its embedding counts from this padding id whatever the configuration names. */
    private static final int PADDING_INDEX = 1;

    /**
     * Checks what {@code config.json} says of MPNet alone.
     *
     * @throws ModelFormatException when it asks for something this server does not compute
     */
    static MpNetBlueprint read(JsonFile json) {
        if (json.naturalInt("relative_attention_num_buckets", BucketedPositions.BUCKETS) != BucketedPositions.BUCKETS) {
            throw json.unsupported("relative_attention_num_buckets", "use a model with " + BucketedPositions.BUCKETS);
        }
        return new MpNetBlueprint();
    }

    @Override
    public String basePrefix() {
        return "mpnet.";
    }

    @Override
    public EmbeddingNames embedding(String prefix) {
        String names = prefix + "embeddings.";
        return new EmbeddingNames(
                names + "word_embeddings.weight",
                Optional.of(names + "position_embeddings.weight"),
                Optional.empty(),
                NormName.of(names + "LayerNorm"));
    }

    @Override
    public LayerNames layer(String prefix, int index) {
        String layer = prefix + "encoder.layer." + index + ".";
        return new LayerNames(
                LinearName.of(layer + "attention.attn.q"),
                LinearName.of(layer + "attention.attn.k"),
                LinearName.of(layer + "attention.attn.v"),
                LinearName.of(layer + "attention.attn.o"),
                Optional.of(NormName.of(layer + "attention.LayerNorm")),
                LinearName.of(layer + "intermediate.dense"),
                LinearName.of(layer + "output.dense"),
                NormName.of(layer + "output.LayerNorm"));
    }

    @Override
    public List<Dense> classifier(String prefix) {
        return List.of(Dense.activated("classifier.dense", Activation.TANH), Dense.last("classifier.out_proj"));
    }

    @Override
    public RelativePositions positions(Parameters parameters, String prefix) {
        return new BucketedPositions(parameters, prefix + "encoder.relative_attention_bias.weight");
    }

    @Override
    public int firstPosition(int padTokenId) {
        return PADDING_INDEX + 1;
    }
}
