package io.modeldeployment.server.train;

import io.modeldeployment.server.train.SafeTensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A BERT encoder of a few kilobytes with random weights and a tokenizer of a few words, so that tests fetch nothing. */
final class TinyEncoder {
    static final int HIDDEN = 8;
    private static final int WORDS = 9;
    private static final int POSITIONS = 16;
    private static final int FEED_FORWARD = 12;

    private final Random random = new Random(11);
    private final List<Tensor> tensors = new ArrayList<>();

    private TinyEncoder() {}

    /** Writes the directory of an encoder with one layer, as sentence encoders are published: without a task's prefix. */
    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), """
                {"_name_or_path": "somewhere", "architectures": ["BertModel"], "model_type": "bert", "hidden_size": 8,
                 "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 12, "hidden_act": "gelu",
                 "max_position_embeddings": 16, "type_vocab_size": 2, "vocab_size": 9, "layer_norm_eps": 1e-12,
                 "pad_token_id": 0}
                """);
        Files.writeString(directory.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "BertTokenizer", "model_max_length": 512}
                """);
        Files.writeString(directory.resolve("tokenizer.json"), """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
                 "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
                 "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2,
                   "[UNK]": 3, "money": 4, "free": 5, "lunch": 6, "meeting": 7, "the": 8}}}
                """);
        new TinyEncoder().weights(directory.resolve("model.safetensors"));
    }

    private void weights(Path file) throws IOException {
        add("embeddings.word_embeddings.weight", WORDS, HIDDEN);
        add("embeddings.position_embeddings.weight", POSITIONS, HIDDEN);
        add("embeddings.token_type_embeddings.weight", 2, HIDDEN);
        norm("embeddings.LayerNorm");
        String layer = "encoder.layer.0.";
        for (String name : List.of("self.query", "self.key", "self.value", "output.dense")) {
            dense(layer + "attention." + name, HIDDEN, HIDDEN);
        }
        norm(layer + "attention.output.LayerNorm");
        dense(layer + "intermediate.dense", FEED_FORWARD, HIDDEN);
        dense(layer + "output.dense", HIDDEN, FEED_FORWARD);
        norm(layer + "output.LayerNorm");
        dense("pooler.dense", HIDDEN, HIDDEN);
        SafeTensorsWriter.write(file, tensors);
    }

    private void dense(String name, int outputs, int inputs) {
        add(name + ".weight", outputs, inputs);
        add(name + ".bias", outputs);
    }

    private void norm(String name) {
        add(name + ".weight", HIDDEN);
        add(name + ".bias", HIDDEN);
    }

    private void add(String name, long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        tensors.add(Tensor.of(name, values, shape));
    }
}
