package io.modeldeployment.server.rehearsal;

import io.modeldeployment.server.train.SafeTensorsWriter;
import io.modeldeployment.server.train.SafeTensorsWriter.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** A model directory of a few kilobytes, for a rehearsal where no model is at hand: a BERT classifier that has learnt nothing. */
public final class RandomClassifier implements AutoCloseable {
    // As in config.json.
    private static final int HIDDEN = 16;
    private static final int INNER = 32;
    private static final int POSITIONS = 64;
    private static final int VOCABULARY = 8;
    private static final int TYPES = 2;
    private static final int LABELS = 2;

    private static final List<String> FILES = List.of("config.json", "tokenizer.json");
    private static final String WEIGHTS = "model.safetensors";

    private final Path directory;
    private final Random random = new Random(1);
    private final List<Tensor> tensors = new ArrayList<>();

    private RandomClassifier(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes one among the temporary files.
     *
     * @throws IOException where a file cannot be written
     */
    public static RandomClassifier write() throws IOException {
        RandomClassifier model = new RandomClassifier(Files.createTempDirectory("rehearsal"));
        for (String name : FILES) {
            try (InputStream file = Objects.requireNonNull(
                    RandomClassifier.class.getResourceAsStream("/rehearsal/" + name), "the jar lacks " + name)) {
                Files.copy(file, model.directory.resolve(name));
            }
        }
        model.addTensors();
        SafeTensorsWriter.write(model.directory.resolve(WEIGHTS), model.tensors);
        return model;
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    private void addTensors() {
        String embeddings = "bert.embeddings.";
        add(embeddings + "word_embeddings.weight", VOCABULARY, HIDDEN);
        add(embeddings + "position_embeddings.weight", POSITIONS, HIDDEN);
        add(embeddings + "token_type_embeddings.weight", TYPES, HIDDEN);
        addLayer(embeddings + "LayerNorm", HIDDEN);
        String layer = "bert.encoder.layer.0.";
        for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
            addLayer(layer + "attention." + part, HIDDEN, HIDDEN);
        }
        addLayer(layer + "attention.output.LayerNorm", HIDDEN);
        addLayer(layer + "intermediate.dense", INNER, HIDDEN);
        addLayer(layer + "output.dense", HIDDEN, INNER);
        addLayer(layer + "output.LayerNorm", HIDDEN);
        addLayer("bert.pooler.dense", HIDDEN, HIDDEN);
        addLayer("classifier", LABELS, HIDDEN);
    }

    /** A weight of that shape, and a bias as long as its first dimension. */
    private void addLayer(String name, long... shape) {
        add(name + ".weight", shape);
        add(name + ".bias", shape[0]);
    }

    private void add(String name, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        tensors.add(Tensor.of(name, values, shape));
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        for (String name : FILES) {
            Files.delete(directory.resolve(name));
        }
        Files.delete(directory.resolve(WEIGHTS));
        Files.delete(directory);
    }
}
