package io.modeldeployment.server.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * ModernBERT (Warner et al., 2024): norms before the layers, rotary positions, gated feed-forward, and most layers looking at
 * near tokens only.
 *
 * @param biases which modules have a bias
 * @param rotation how positions turn queries and keys
 * @param local by layer whether it looks at near tokens only
 * @param classifierPooling what the classifier reads
 * @param classifierActivation the activation in its head
 */
record ModernBertBlueprint(
        Biases biases,
        Rotation rotation,
        List<Boolean> local,
        Pooling classifierPooling,
        Activation classifierActivation)
        implements Blueprint {
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";

    ModernBertBlueprint {
        local = List.copyOf(local);
    }

    /** Which modules have a bias. */
    record Biases(boolean attention, boolean feedForward, boolean norm, boolean classifier) {}

    /**
     * How positions turn queries and keys.
     *
     * @param globalTheta base of the angles in layers that see the whole text
     * @param localTheta base of the angles in the others
     * @param window how many tokens the others see to either side
     */
    record Rotation(double globalTheta, double localTheta, int window) {}

    /**
     * Reads what {@code config.json} says of ModernBERT alone.
     *
     * @throws ModelFormatException when it asks for something this server does not compute
     */
    static ModernBertBlueprint read(JsonFile json) {
        return new ModernBertBlueprint(
                new Biases(
                        json.flag("attention_bias", false),
                        json.flag("mlp_bias", false),
                        json.flag("norm_bias", false),
                        json.flag("classifier_bias", false)),
                rotation(json),
                local(json),
                classifierPooling(json),
                json.activation("classifier_activation", Activation.GELU));
    }

    private static Rotation rotation(JsonFile json) {
        if (json.has("rope_scaling")) {
            throw json.unsupported("rope_scaling", "use a model without it");
        }
        if (json.positiveInt("hidden_size") / json.positiveInt("num_attention_heads") % 2 != 0) {
            throw json.unsupported("num_attention_heads", "use a model whose heads have an even width");
        }
        double global = theta(json, FULL, json.positiveDouble("global_rope_theta", 160_000));
        // Written as null it means: as in the layers that see the whole text.
        double absent = json.root().path("local_rope_theta").isNull() ? global : 10_000;
        double local = theta(json, SLIDING, json.positiveDouble("local_rope_theta", absent));
        return new Rotation(global, local, json.naturalInt("local_attention", 128) / 2);
    }

    // Since transformers 5 the angles are in an object with an entry for each kind of layer.
    private static double theta(JsonFile json, String layerType, double absent) {
        Map<String, JsonNode> entries = json.object("rope_parameters").orElse(Map.of());
        JsonNode entry = entries.get(layerType);
        if (entry == null) {
            return absent;
        }
        JsonNode theta = entry.path("rope_theta");
        if (!entry.path("rope_type").asString("default").equals("default")
                || !(theta.isMissingNode() || theta.isNumber() && theta.doubleValue() > 0)) {
            throw json.unsupported("rope_parameters", "use a model with rope_type default and a rope_theta above 0");
        }
        return theta.doubleValue(absent);
    }

    private static List<Boolean> local(JsonFile json) {
        int layers = json.positiveInt("num_hidden_layers");
        List<String> types = json.strings("layer_types");
        if (types.isEmpty()) {
            int every = json.has("global_attn_every_n_layers") ? json.positiveInt("global_attn_every_n_layers") : 3;
            return IntStream.range(0, layers).mapToObj(i -> i % every != 0).toList();
        }
        if (types.size() != layers || !List.of(FULL, SLIDING).containsAll(types)) {
            throw json.wrong("layer_types", "\"" + FULL + "\" or \"" + SLIDING + "\" for each of the layers");
        }
        return types.stream().map(SLIDING::equals).toList();
    }

    private static Pooling classifierPooling(JsonFile json) {
        return switch (json.string("classifier_pooling").orElse("cls")) {
            case "cls" -> Pooling.CLS;
            case "mean" -> Pooling.MEAN;
            default -> throw json.wrong("classifier_pooling", "\"cls\" or \"mean\"");
        };
    }

    @Override
    public String basePrefix() {
        return "model.";
    }

    @Override
    public EmbeddingNames embedding(String prefix) {
        return new EmbeddingNames(
                prefix + "embeddings.tok_embeddings.weight",
                Optional.empty(),
                Optional.empty(),
                norm(prefix + "embeddings.norm"));
    }

    @Override
    public LayerNames layer(String prefix, int index) {
        String layer = prefix + "layers." + index + ".";
        String qkv = layer + "attn.Wqkv";
        return new LayerNames(
                new LinearName(qkv, 0, 3, biases.attention),
                new LinearName(qkv, 1, 3, biases.attention),
                new LinearName(qkv, 2, 3, biases.attention),
                LinearName.of(layer + "attn.Wo", biases.attention),
                // The embedding ends with a norm; another one after it would be idle.
                Optional.of(norm(layer + "attn_norm")).filter(_ -> index > 0),
                LinearName.of(layer + "mlp.Wi", biases.feedForward),
                LinearName.of(layer + "mlp.Wo", biases.feedForward),
                norm(layer + "mlp_norm"));
    }

    @Override
    public List<Dense> classifier(String prefix) {
        return List.of(
                new Dense(
                        LinearName.of("head.dense", biases.classifier),
                        Optional.of(classifierActivation),
                        Optional.of(norm("head.norm"))),
                Dense.last("classifier"));
    }

    private NormName norm(String module) {
        return new NormName(module, biases.norm);
    }

    @Override
    public int feedForwardMatrices() {
        return 3;
    }

    @Override
    public Block block(Parameters parameters) {
        return new GatedPreNormBlock(parameters);
    }

    @Override
    public RelativePositions positions(Parameters parameters, String prefix) {
        return new RotaryPositions(parameters.config(), rotation, local);
    }

    @Override
    public Optional<NormName> finalNorm(String prefix) {
        return Optional.of(norm(prefix + "final_norm"));
    }
}
