package io.modeldeployment.server.inference;

import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelFormatException;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.text.TextTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The texts on which a quantised model is compared with itself in float32.
 *
 * @param texts the tokens of at least one text
 */
public record Calibration(List<TokenIds> texts) {
    private static final String OWN = "/calibration.txt";
    /** Texts of one forward pass; they are short. */
    private static final int BATCH = 8;

    public Calibration {
        texts = List.copyOf(texts);
    }

    /**
     * Reads the texts.
     *
     * @param file one text a line, blank lines left out; empty for the server's own
     * @param tokenizer the model's
     * @param maxTokens tokens a text is cut to
     * @throws ModelFormatException when the file cannot be read or has no text
     */
    public static Calibration read(Optional<Path> file, TextTokenizer tokenizer, int maxTokens) {
        List<TokenIds> texts = file.map(Calibration::lines)
                .orElseGet(Calibration::ownLines)
                .filter(line -> !line.isBlank())
                .map(line -> tokenizer.encode(line, maxTokens).tokens())
                .toList();
        if (texts.isEmpty()) {
            throw new ModelFormatException(file.orElseThrow(), "has no text", "write one a line");
        }
        return new Calibration(texts);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new ModelFormatException(
                    file, "cannot be read: " + e.getMessage(), "give --calibration a UTF-8 file with one text a line");
        }
    }

    private static Stream<String> ownLines() {
        try (InputStream own = Objects.requireNonNull(Calibration.class.getResourceAsStream(OWN))) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model's outputs, one row a text. */
    public List<float[]> ask(ModelBackend backend) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += BATCH) {
            rows.addAll(backend.forward(texts.subList(i, Math.min(texts.size(), i + BATCH))));
        }
        return rows;
    }

    /**
     * Compares outputs on these texts.
     *
     * @param head what the model computes
     * @param expected the model's outputs in float32
     * @param actual those of the quantised model
     */
    public static Agreement compare(Head head, List<float[]> expected, List<float[]> actual) {
        return switch (head) {
            case Head.Classifier classifier -> Agreement.ofLogits(classifier.scoring(), expected, actual);
            case Head.Embedding _ -> Agreement.ofVectors(expected, actual);
        };
    }
}
