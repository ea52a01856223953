package io.modeldeployment.server.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What sentence-transformers wrote beside a model: how to pool, whether to normalise, and where to cut.
 *
 * @param head the embedding head its {@code modules.json} describes
 * @param maxTokens its {@code max_seq_length}, where it gives one
 */
record SentenceTransformer(Head.Embedding head, OptionalInt maxTokens) {

    /**
     * Reads {@code modules.json} and the files it names.
     *
     * @return empty where the directory has no {@code modules.json}
     * @throws ModelFormatException when a module or a pooling mode is none this server computes
     */
    static Optional<SentenceTransformer> read(Path directory) {
        Path file = directory.resolve("modules.json");
        return JsonFile.readIfPresent(file).map(json -> {
            Pooling pooling = Pooling.MEAN;
            boolean normalize = false;
            for (JsonNode module : json.root().values()) {
                String type = module.path("type").asString("");
                switch (type.substring(type.lastIndexOf('.') + 1)) {
                    case "Transformer" -> {}
                    case "Pooling" -> pooling = pooling(directory.resolve("1_Pooling/config.json"));
                    case "Normalize" -> normalize = true;
                    default ->
                        throw new ModelFormatException(
                                file,
                                "module \"" + type + "\" is not supported",
                                "use a model that pools and normalises only");
                }
            }
            return new SentenceTransformer(new Head.Embedding(pooling, normalize), maxTokens(directory));
        });
    }

    private static Pooling pooling(Path file) {
        JsonFile json = JsonFile.read(file);
        List<String> modes = json.root()
                .propertyStream()
                .filter(entry -> entry.getKey().startsWith("pooling_mode_"))
                .filter(entry -> entry.getValue().asBoolean(false))
                .map(entry -> entry.getKey())
                .toList();
        if (modes.equals(List.of("pooling_mode_mean_tokens"))) {
            return Pooling.MEAN;
        }
        if (modes.equals(List.of("pooling_mode_cls_token"))) {
            return Pooling.CLS;
        }
        throw new ModelFormatException(
                file, "pools by " + modes, "use a model with pooling_mode_mean_tokens or pooling_mode_cls_token alone");
    }

    private static OptionalInt maxTokens(Path directory) {
        return JsonFile.readIfPresent(directory.resolve("sentence_bert_config.json"))
                .map(json -> json.naturalInt("max_seq_length", 0))
                .filter(limit -> limit > 0)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
