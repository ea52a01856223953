package io.modeldeployment.server.parity;

import io.modeldeployment.server.backend.TokenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model and what transformers answers for it, as {@code src/test/python/generate.py} writes it.
 *
 * @param directory the name of its directory
 * @param task {@code classification} or {@code embedding}
 * @param maxLength tokens after which its tokenizer cuts
 * @param cases texts and answers
 */
record ReferenceModel(String directory, String task, int maxLength, List<Case> cases) {
    private static final Path DATA = Path.of("target/parity");
    private static final Path REAL_MODELS = Path.of("../build/models");

    /**
     * One text.
     *
     * @param text the text
     * @param ids its token ids after cutting
     * @param truncated whether it was cut
     * @param values logits, or the embedding
     * @param scores labels and scores of the text-classification pipeline, best first; empty for an embedding
     */
    record Case(String text, List<Long> ids, boolean truncated, List<Float> values, List<Score> scores) {
        TokenIds tokens() {
            return TokenIds.of(ids.stream().mapToLong(Long::longValue).toArray());
        }
    }

    /** A label with its score. */
    record Score(String label, float score) {}

    /** Reads a model's answers. */
    static ReferenceModel read(String name) throws IOException {
        Path file = DATA.resolve(name + ".json");
        if (!Files.exists(file)) {
            throw new AssertionError(file.toAbsolutePath().normalize() + " is missing: run 'make parity-models' first");
        }
        return JsonMapper.shared().readValue(Files.readString(file), ReferenceModel.class);
    }

    /** The model's directory: beside the answers, or among the built models. */
    Path path() {
        Path beside = DATA.resolve(directory);
        return Files.isDirectory(beside) ? beside : REAL_MODELS.resolve(directory);
    }

    /** All cases' tokens. */
    List<TokenIds> tokens() {
        return cases.stream().map(Case::tokens).toList();
    }
}
