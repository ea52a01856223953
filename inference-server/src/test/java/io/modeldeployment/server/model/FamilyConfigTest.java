package io.modeldeployment.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config.json} says of each family, as the hub's models write it, and what is refused of it. */
class FamilyConfigTest {
    private static final String SIZES = """
            "hidden_size": 48, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 96,
            "max_position_embeddings": 512""";
    private static final String DEBERTA = """
            {"model_type": "deberta-v2", %s, "relative_attention": true, "position_buckets": 256,
             "norm_rel_ebd": "layer_norm", "share_att_key": true, "pos_att_type": "p2c|c2p", "type_vocab_size": 0,
             "max_relative_positions": -1, "position_biased_input": false}
            """.formatted(SIZES);
    private static final String MODERNBERT = """
            {"model_type": "modernbert", %s, "norm_eps": 1e-05, "hidden_activation": "gelu", "local_attention": 128,
             "global_attn_every_n_layers": 3, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
             "classifier_pooling": "mean", "position_embedding_type": "absolute"}
            """.formatted(SIZES);
    private static final String MPNET = """
            {"model_type": "mpnet", %s, "relative_attention_num_buckets": 32, "pad_token_id": 1}
            """.formatted(SIZES);

    @TempDir
    private Path directory;

    private ModelConfig read(String json) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, json);
        return ModelConfig.read(file);
    }

    @Test
    void readsDebertaAsItIsPublished() throws IOException {
        ModelConfig config = read(DEBERTA);

        DebertaV2Blueprint.DistanceTerms distances =
                new DebertaV2Blueprint.DistanceTerms(true, true, true, 256, 512, true);
        assertEquals(
                new DebertaV2Blueprint(false, false, distances, Optional.empty(), Activation.GELU), config.blueprint());
        assertEquals(1e-7, config.layerNormEpsilon());
        assertEquals(512, config.positionLimit());
    }

    @Test
    void takesListsOfAttentionTypesToo() throws IOException {
        assertEquals(
                read(DEBERTA).blueprint(),
                read(DEBERTA.replace("\"p2c|c2p\"", "[\"p2c\", \"c2p\"]")).blueprint());
    }

    @Test
    void readsModernBertAsItIsPublished() throws IOException {
        ModelConfig config = read(MODERNBERT);

        assertEquals(
                new ModernBertBlueprint(
                        new ModernBertBlueprint.Biases(false, false, false, false),
                        new ModernBertBlueprint.Rotation(160_000, 10_000, 64),
                        List.of(false, true, true, false),
                        Pooling.MEAN,
                        Activation.GELU),
                config.blueprint());
        assertEquals(1e-5, config.layerNormEpsilon());
        assertEquals(512, config.positionLimit());
    }

    @Test
    void readsModernBertAsTransformersFiveWritesIt() throws IOException {
        String json = MODERNBERT.replace(
                "\"global_attn_every_n_layers\": 3, \"global_rope_theta\": 160000.0, \"local_rope_theta\": 10000.0",
                """
                "layer_types": ["full_attention", "sliding_attention", "sliding_attention", "full_attention"],
                "rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 160000.0},
                                    "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}""");
        assertTrue(json.contains("layer_types"));
        assertEquals(read(MODERNBERT).blueprint(), read(json).blueprint());
    }

    @Test
    void turnsNearLayersLikeTheOthersWhereTheirBaseIsNull() throws IOException {
        ModelConfig config = read(MODERNBERT.replace("\"local_rope_theta\": 10000.0", "\"local_rope_theta\": null"));
        ModernBertBlueprint blueprint = (ModernBertBlueprint) config.blueprint();
        assertEquals(160_000, blueprint.rotation().localTheta());
    }

    @Test
    void countsMpNetsPositionsFromRowTwo() throws IOException {
        ModelConfig config = read(MPNET);
        assertEquals(2, config.firstPosition());
        assertEquals(510, config.positionLimit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "relative_attention": true       ; "relative_attention": false ; relative_attention false is not supported
            "p2c|c2p"                        ; "p2c|p2p"                   ; pos_att_type "p2c|p2p" is not supported
            "share_att_key": true            ; "embedding_size": 24        ; embedding_size 24 is not supported
            "share_att_key": true            ; "attention_head_size": 8    ; attention_head_size 8 is not supported
            "share_att_key": true            ; "conv_kernel_size": 4       ; conv_kernel_size 4 is not supported
            "share_att_key": true            ; "pooler_hidden_act": "sine" ; pooler_hidden_act "sine" is not supported
            "share_att_key": true            ; "share_att_key": "yes"      ; "share_att_key" is "yes", not true or false
            "position_buckets": 256          ; "position_buckets": 2.5     ; "position_buckets" is 2.5, not a whole number
            """, quoteCharacter = '\'')
    void refusesADebertaItCannotCompute(String from, String to, String cause) {
        refuses(DEBERTA, from, to, cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "classifier_pooling": "mean" ; "classifier_pooling": "max"   ; "classifier_pooling" is "max", not "cls" or "mean"
            "local_attention": 128       ; "rope_scaling": {"factor": 2} ; rope_scaling {"factor":2} is not supported
            "local_attention": 128       ; "layer_types": ["full_attention"] ; "layer_types" is ["full_attention"], not
            "local_attention": 128       ; "rope_parameters": {"full_attention": {"rope_type": "yarn"}} ; rope_parameters
            "num_attention_heads": 4     ; "num_attention_heads": 16     ; num_attention_heads 16 is not supported
            "global_attn_every_n_layers": 3 ; "global_attn_every_n_layers": 0 ; "global_attn_every_n_layers" is 0
            "hidden_activation": "gelu"  ; "hidden_activation": "sine"   ; hidden_activation "sine" is not supported
            """, quoteCharacter = '\'')
    void refusesAModernBertItCannotCompute(String from, String to, String cause) {
        refuses(MODERNBERT, from, to, cause);
    }

    @Test
    void refusesAnMpNetOfOtherBuckets() {
        refuses(MPNET, "buckets\": 32", "buckets\": 64", "relative_attention_num_buckets 64 is not supported");
    }

    private void refuses(String json, String from, String to, String cause) {
        assertTrue(json.contains(from), from);
        ModelFormatException refusal = assertThrows(ModelFormatException.class, () -> read(json.replace(from, to)));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(directory.toString()), message);
        assertTrue(message.contains(cause), message);
    }
}
