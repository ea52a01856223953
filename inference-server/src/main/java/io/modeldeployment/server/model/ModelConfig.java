package io.modeldeployment.server.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The part of a Hugging Face {@code config.json} that decides how an encoder computes.
 *
 * @param file the file it was read from
 * @param family the checkpoint family of its {@code model_type}
 * @param blueprint how models of that family with this configuration are built
 * @param architectures the class names the checkpoint was saved from
 * @param hiddenSize width of the hidden states
 * @param layers number of encoder layers
 * @param heads number of attention heads, a divisor of {@code hiddenSize}
 * @param intermediateSize width of the feed-forward layer
 * @param maxPositions rows of the position table, or the most tokens of a text where there is none
 * @param layerNormEpsilon added to the variance in each layer norm
 * @param activation the feed-forward layer's activation
 * @param padTokenId id of the padding token; RoBERTa counts its positions from it
 * @param problemType what a classifier was trained for, where the file says so
 * @param labels label names by class index, empty where the file names none
 */
public record ModelConfig(
        Path file,
        Family family,
        Blueprint blueprint,
        List<String> architectures,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int maxPositions,
        double layerNormEpsilon,
        Activation activation,
        int padTokenId,
        Optional<ProblemType> problemType,
        List<String> labels) {

    /**
     * Reads and checks {@code config.json}.
     *
     * @throws ModelFormatException when a field is missing or wrong, or asks for something this server does not compute
     */
    public static ModelConfig read(Path file) {
        JsonFile json = JsonFile.read(file);
        refuseUnsupported(file, json);
        Family family = family(file, json);
        int hiddenSize = json.positiveInt("hidden_size", "dim");
        int heads = json.positiveInt("num_attention_heads", "n_heads");
        if (hiddenSize % heads != 0) {
            throw new ModelFormatException(
                    file,
                    "hidden_size " + hiddenSize + " is not a multiple of num_attention_heads " + heads,
                    "correct those fields");
        }
        return new ModelConfig(
                file,
                family,
                family.blueprint(json),
                json.strings("architectures"),
                hiddenSize,
                json.positiveInt("num_hidden_layers", "n_layers"),
                heads,
                json.positiveInt("intermediate_size", "hidden_dim"),
                json.positiveInt("max_position_embeddings"),
                json.positiveDouble(
                        json.has("norm_eps") ? "norm_eps" : "layer_norm_eps", family.defaultLayerNormEpsilon()),
                activation(json),
                json.naturalInt("pad_token_id", family.defaultPadTokenId()),
                problemType(json),
                labels(json));
    }

    /** Width of one attention head. */
    int headSize() {
        return hiddenSize / heads;
    }

    /** What a head reads of a text's hidden states. */
    public Pooling pooling(Head head) {
        return switch (head) {
            case Head.Classifier _ -> blueprint.classifierPooling();
            case Head.Embedding embedding -> embedding.pooling();
        };
    }

    /** Numbers in the weights of one layer's feed-forward part. */
    public long feedForwardWeights() {
        return (long) blueprint.feedForwardMatrices() * hiddenSize * intermediateSize;
    }

    /** The position id of a text's first token. */
    public int firstPosition() {
        return blueprint.firstPosition(padTokenId);
    }

    /** The most tokens, special tokens included, that there are positions for. */
    public int positionLimit() {
        return maxPositions - firstPosition();
    }

    /** Ids of the vocabulary, from 0; 0 where the file does not say how many. */
    public int vocabularySize() {
        return JsonFile.read(file).naturalInt("vocab_size", 0);
    }

    private static Family family(Path file, JsonFile json) {
        String type = json.string("model_type").orElseThrow(() -> json.wrong("model_type", "a string"));
        return Family.ofModelType(type)
                .orElseThrow(() -> new ModelFormatException(
                        file,
                        "model_type \"" + type + "\" is not supported",
                        "use a model of one of these types: " + String.join(", ", Family.modelTypes())));
    }

    private static Activation activation(JsonFile json) {
        String field = Stream.of("hidden_act", "activation", "hidden_activation")
                .filter(json::has)
                .findFirst()
                .orElse("hidden_act");
        return json.activation(field, Activation.GELU);
    }

    private static Optional<ProblemType> problemType(JsonFile json) {
        return json.string("problem_type")
                .map(name -> ProblemType.named(name)
                        .orElseThrow(() -> json.unsupported(
                                "problem_type", "use a model with " + String.join(", ", ProblemType.names()))));
    }

    private static void refuseUnsupported(Path file, JsonFile json) {
        String positions = json.string("position_embedding_type").orElse("absolute");
        if (!positions.equals("absolute")) {
            throw new ModelFormatException(
                    file,
                    "position_embedding_type \"" + positions + "\" is not supported",
                    "use a model with absolute positions");
        }
        if (json.flag("is_decoder", false)) {
            throw new ModelFormatException(file, "is_decoder is true", "use an encoder model");
        }
        if (json.has("quantization_config")) {
            throw new ModelFormatException(
                    file, "its weights are quantised already", "use the model's float32 or float16 weights");
        }
    }

    private static List<String> labels(JsonFile json) {
        Map<String, JsonNode> byIndex = json.object("id2label").orElse(Map.of());
        List<String> labels = new ArrayList<>();
        for (int index = 0; index < byIndex.size(); index++) {
            JsonNode label = byIndex.get(Integer.toString(index));
            if (label == null || !label.isString()) {
                throw json.wrong(
                        "id2label", "an object with a name for each of \"0\" to \"" + (byIndex.size() - 1) + "\"");
            }
            labels.add(label.stringValue());
        }
        return List.copyOf(labels);
    }
}
