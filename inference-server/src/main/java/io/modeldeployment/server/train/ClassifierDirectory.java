package io.modeldeployment.server.train;

import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.SafeTensors;
import io.modeldeployment.server.model.TensorInfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes encoder and head as the Hugging Face directory of a {@code BertForSequenceClassification}, which transformers and
 * this server load alike.
 */
final class ClassifierDirectory {
    private static final List<String> TOKENIZER_FILES =
            List.of("tokenizer.json", "special_tokens_map.json", "vocab.txt");
    private static final String ENCODER = "bert.";
    private static final String LAYER = ENCODER + "encoder.layer.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ModelConfig model;
    private final Path encoder;
    private final int layers;

    /**
     * @param encoder a Hugging Face directory with {@code model_type} bert
     * @param layers how many of its first layers to keep; an {@link AveragingLayer} follows them
     */
    ClassifierDirectory(ModelDirectory encoder, int layers) {
        this.model = encoder.config();
        this.encoder = encoder.path();
        this.layers = layers;
    }

    /**
     * Writes the directory.
     *
     * @param output the directory, made where it does not exist; files of the same names are replaced
     * @param head the trained head
     * @param maxLength the tokens a text was cut to in training; the written tokenizer cuts there too
     * @throws IOException where a file cannot be read or written
     */
    void write(Path output, HeadWeights head, int maxLength) throws IOException {
        Files.createDirectories(output);
        for (String name : TOKENIZER_FILES) {
            Path file = encoder.resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, output.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // Longer inputs were never seen in training, so the model must not be asked about them.
        writeJson(
                output.resolve("tokenizer_config.json"),
                readJson("tokenizer_config.json").put("model_max_length", maxLength));
        writeJson(output.resolve("config.json"), config());
        writeWeights(output.resolve("model.safetensors"), head);
    }

    /**
     * Writes the directory with a head that is not trained yet, to compute what the head will get.
     *
     * @param output an existing directory
     * @param maxLength the tokens a text is cut to
     * @throws IOException where a file cannot be read or written
     */
    void writeEncoder(Path output, int maxLength) throws IOException {
        write(output, HeadWeights.untrained(model.hiddenSize()), maxLength);
    }

    private ObjectNode config() throws IOException {
        ObjectNode config = readJson("config.json");
        config.remove("_name_or_path");
        config.putArray("architectures").add("BertForSequenceClassification");
        config.put("num_hidden_layers", layers + 1);
        config.put("problem_type", "single_label_classification");
        ObjectNode names = config.putObject("id2label");
        ObjectNode ids = config.putObject("label2id");
        for (MailLabel label : MailLabel.values()) {
            names.put(Integer.toString(label.ordinal()), label.text());
            ids.put(label.text(), label.ordinal());
        }
        return config;
    }

    // The head comes last, so that its tensors are found from the end of the file.
    private void writeWeights(Path file, HeadWeights head) throws IOException {
        long hidden = head.hiddenSize();
        long labels = MailLabel.values().length;
        try (SafeTensors source = SafeTensors.open(encoder.resolve("model.safetensors"));
                Arena arena = Arena.ofConfined()) {
            List<SafeTensorsWriter.Tensor> tensors = new ArrayList<>();
            for (TensorInfo tensor : source.tensors().values()) {
                String name = tensor.name().startsWith(ENCODER) ? tensor.name() : ENCODER + tensor.name();
                if (isEncoderWeight(name)) {
                    tensors.add(new SafeTensorsWriter.Tensor(
                            name, tensor.dtype(), tensor.shape(), source.map(tensor, arena)));
                }
            }
            tensors.addAll(new AveragingLayer(model, LAYER + layers + ".").tensors());
            tensors.add(
                    SafeTensorsWriter.Tensor.of(ENCODER + "pooler.dense.weight", head.poolerWeight(), hidden, hidden));
            tensors.add(SafeTensorsWriter.Tensor.of(ENCODER + "pooler.dense.bias", head.poolerBias(), hidden));
            tensors.add(SafeTensorsWriter.Tensor.of("classifier.weight", head.classifierWeight(), labels, hidden));
            tensors.add(SafeTensorsWriter.Tensor.of("classifier.bias", head.classifierBias(), labels));
            SafeTensorsWriter.write(file, tensors);
        }
    }

    private boolean isEncoderWeight(String name) {
        if (name.startsWith(LAYER)) {
            return Integer.parseInt(name.substring(LAYER.length(), name.indexOf('.', LAYER.length()))) < layers;
        }
        // position_ids is a constant that old checkpoints stored as a buffer.
        return name.startsWith(ENCODER + "embeddings.") && !name.endsWith(".position_ids");
    }

    private ObjectNode readJson(String name) throws IOException {
        Path file = encoder.resolve(name);
        JsonNode node = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
        return node instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    private static void writeJson(Path file, ObjectNode node) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    }
}
