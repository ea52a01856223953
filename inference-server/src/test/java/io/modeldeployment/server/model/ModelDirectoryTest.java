package io.modeldeployment.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.SafeTensorsFile;
import io.modeldeployment.server.fixture.TinyBert;
import io.modeldeployment.server.scoring.Scoring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDirectoryTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeModel() {
        TinyBert.write(directory);
    }

    @Test
    void servesAClassifierByItsArchitectureWithTheLabelsOfItsConfiguration() {
        assertEquals(new Head.Classifier(List.of("good", "bad", "ugly"), Scoring.SOFTMAX), head(Task.AUTO));
    }

    @Test
    void namesLabelsAsHuggingFaceDoesWhereTheConfigurationHasNone() throws IOException {
        edit("\"id2label\": {\"0\": \"good\", \"1\": \"bad\", \"2\": \"ugly\"}", "\"num_labels\": 3");
        assertEquals(new Head.Classifier(List.of("LABEL_0", "LABEL_1", "LABEL_2"), Scoring.SOFTMAX), head(Task.AUTO));
    }

    @ParameterizedTest
    @CsvSource({
        "single_label_classification, SOFTMAX",
        "multi_label_classification, SIGMOID",
        "regression, IDENTITY",
    })
    void scoresByWhatTheClassifierWasTrainedFor(String problemType, Scoring scoring) throws IOException {
        edit("\"pad_token_id\": 0", "\"problem_type\": \"" + problemType + "\"");
        assertEquals(new Head.Classifier(List.of("good", "bad", "ugly"), scoring), head(Task.AUTO));
    }

    @ParameterizedTest
    @CsvSource({"'', SIGMOID", "single_label_classification, SIGMOID", "regression, IDENTITY"})
    void scoresOneOutputOnItsOwn(String problemType, Scoring scoring) throws IOException {
        edit("\"id2label\": {\"0\": \"good\", \"1\": \"bad\", \"2\": \"ugly\"}", "\"id2label\": {\"0\": \"fits\"}");
        if (!problemType.isEmpty()) {
            edit("\"pad_token_id\": 0", "\"problem_type\": \"" + problemType + "\"");
        }
        TinyBert.weights(1, 1).write(directory.resolve("model.safetensors"));
        assertEquals(new Head.Classifier(List.of("fits"), scoring), head(Task.AUTO));
    }

    @Test
    void poolsAClassifierByTheMeanWhenItsEmbeddingIsAskedFor() {
        assertEquals(new Head.Embedding(Pooling.MEAN, false), head(Task.EMBEDDING));
    }

    @Test
    void poolsAsSentenceTransformersSaysAndCutsWhereItSays() throws IOException {
        edit("BertForSequenceClassification", "BertModel");
        Files.writeString(directory.resolve("modules.json"), """
                [{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Pooling"},
                 {"type": "sentence_transformers.models.Normalize"}]
                """);
        Files.createDirectory(directory.resolve("1_Pooling"));
        Files.writeString(
                directory.resolve("1_Pooling/config.json"),
                "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        Files.writeString(directory.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 32}");

        Head head = head(Task.AUTO);
        assertEquals(new Head.Embedding(Pooling.CLS, true), head);
        assertEquals(32, ModelDirectory.read(directory).tokenLimit(head));
    }

    @Test
    void limitsTokensByPositionsAndByTheTokenizer() throws IOException {
        Head head = head(Task.AUTO);
        assertEquals(64, ModelDirectory.read(directory).tokenLimit(head));
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"model_max_length\": 48}");
        assertEquals(48, ModelDirectory.read(directory).tokenLimit(head));
    }

    @Test
    void countsRobertasPositionsFromThePaddingToken() throws IOException {
        edit("\"bert\"", "\"roberta\"");
        edit("\"pad_token_id\": 0", "\"pad_token_id\": 1");
        ModelConfig config = ModelDirectory.read(directory).config();
        assertEquals(2, config.firstPosition());
        assertEquals(62, config.positionLimit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "bert"                   | "gpt2"                 | model_type "gpt2" is not supported; use a model of one of these types: bert, roberta
            "gelu"                   | "snake"                | hidden_act "snake" is not supported; use a model with gelu,
            "hidden_size": 16        | "hidden_size": -1      | "hidden_size" is -1, not a whole number above 0
            "hidden_size": 16        | "hidden_size": "16"    | "hidden_size" is "16", not a whole number above 0
            "hidden_size": 16        | "hidden_size": 18      | hidden_size 18 is not a multiple of num_attention_heads 4
            "pad_token_id": 0        | "is_decoder": true     | is_decoder is true
            "pad_token_id": 0        | "position_embedding_type": "relative_key" | position_embedding_type "relative_key"
            "pad_token_id": 0        | "quantization_config": {} | quantised already
            "pad_token_id": 0        | "problem_type": "ranking" | problem_type "ranking" is not supported; use a model with single_label
            "2": "ugly"              | "3": "ugly"            | "id2label" is
            "layer_norm_eps": 1e-12  | "layer_norm_eps": 0    | "layer_norm_eps" is 0
            {"model_type"            | {"model_type           | is not valid JSON
            """)
    void refusesAConfigurationItCannotCompute(String from, String to, String cause) throws IOException {
        edit(from, to);
        refusesWith(cause);
    }

    @Test
    void refusesLabelsThatDoNotFitTheClassifier() throws IOException {
        edit(", \"2\": \"ugly\"", "");
        refusesWith("id2label names 2 labels, the classifier has 3 outputs");
    }

    @Test
    void refusesAMaskedLanguageModelUnlessToldWhatToServe() throws IOException {
        edit("BertForSequenceClassification", "BertForMaskedLM");
        refusesWith("say --task embedding");
        assertEquals(new Head.Embedding(Pooling.MEAN, false), head(Task.EMBEDDING));
    }

    @Test
    void refusesADirectoryThatIsNone() {
        Path nowhere = directory.resolve("nowhere");
        String message = String.valueOf(assertThrows(ModelFormatException.class, () -> ModelDirectory.read(nowhere))
                .getMessage());
        assertTrue(message.startsWith(nowhere + ": is no directory"), message);
    }

    @ParameterizedTest
    @CsvSource({"config.json", "tokenizer.json", "model.safetensors"})
    void namesTheFileThatIsMissing(String name) throws IOException {
        Files.delete(directory.resolve(name));
        refusesWith(directory.resolve(name) + ": is missing");
    }

    @Test
    void refusesPicklesAndSaysHowToConvertThem() throws IOException {
        Files.move(directory.resolve("model.safetensors"), directory.resolve("pytorch_model.bin"));
        refusesWith("is a pickle, which is code, and is not loaded");
    }

    @Test
    void namesTheTensorThatIsMissing() throws IOException {
        rename("bert.encoder.layer.1.output.dense.bias", "bert.encoder.layer.1.output.dense.bxxs");
        refusesWith("has no tensor \"bert.encoder.layer.1.output.dense.bias\"");
    }

    @Test
    void namesTheTensorOfTheWrongShape() throws IOException {
        edit("\"intermediate_size\": 32", "\"intermediate_size\": 33");
        refusesWith(
                "tensor \"bert.encoder.layer.0.intermediate.dense.weight\" has the shape [32, 16] where config.json asks"
                        + " for [33, 16]");
    }

    @Test
    void refusesIntegerWeights() throws IOException {
        new SafeTensorsFile(1).bytes("w", "I32", new byte[8], 2).write(directory.resolve("model.safetensors"));
        try (Weights weights = Weights.open(directory)) {
            ModelFormatException refusal = assertThrows(ModelFormatException.class, () -> weights.require("w", 2));
            assertTrue(String.valueOf(refusal.getMessage()).contains("is of dtype I32"), refusal.getMessage());
        }
    }

    @Test
    void findsTheLayerNormsOfTheFirstCheckpoints() throws IOException {
        new SafeTensorsFile(1)
                .floats("LayerNorm.gamma", new float[] {1}, 1)
                .floats("LayerNorm.beta", new float[] {1}, 1)
                .write(directory.resolve("model.safetensors"));
        try (Weights weights = Weights.open(directory)) {
            assertEquals(
                    "LayerNorm.gamma", weights.require("LayerNorm.weight", 1).name());
            assertEquals("LayerNorm.beta", weights.require("LayerNorm.bias", 1).name());
        }
    }

    @Test
    void readsShards() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        new SafeTensorsFile(1).floats("a", new float[] {1}, 1).write(directory.resolve("model-1.safetensors"));
        new SafeTensorsFile(1).floats("b", new float[] {2}, 1).write(directory.resolve("model-2.safetensors"));
        index("{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
        try (Weights weights = Weights.open(directory)) {
            assertTrue(weights.has("a") && weights.has("b"));
        }
    }

    @Test
    void refusesAnIndexThatLeavesTheDirectory() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        index("{\"weight_map\": {\"a\": \"../secret.safetensors\"}}");
        refusesWith("names the file \"../secret.safetensors\" outside its directory");
    }

    private void index(String json) throws IOException {
        Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }

    private Head head(Task task) {
        try (Weights weights = Weights.open(directory)) {
            return ModelDirectory.read(directory).head(task, weights);
        }
    }

    private void refusesWith(String cause) {
        ModelFormatException refusal = assertThrows(ModelFormatException.class, () -> {
            ModelDirectory model = ModelDirectory.read(directory);
            try (Weights weights = Weights.open(directory)) {
                EncoderScript.write(model.config(), weights, model.head(Task.AUTO, weights), LinearKernel.PLAIN);
            }
        });
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(directory.toString()), message);
        assertTrue(message.contains(cause), message);
    }

    private void edit(String from, String to) throws IOException {
        Path file = directory.resolve("config.json");
        String json = Files.readString(file);
        assertTrue(json.contains(from), from);
        Files.writeString(file, json.replace(from, to));
    }

    private void rename(String tensor, String other) throws IOException {
        Path file = directory.resolve("model.safetensors");
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, bytes.replace(tensor, other).getBytes(StandardCharsets.ISO_8859_1));
    }
}
