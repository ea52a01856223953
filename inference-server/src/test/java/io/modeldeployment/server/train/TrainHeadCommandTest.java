package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.SafeTensors;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.scoring.Scoring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole of {@code train-head} on an encoder and mails of a few words. */
class TrainHeadCommandTest {
    private static final List<String> HAM = List.of("lunch", "meeting", "the");
    private static final List<String> SPAM = List.of("money", "free");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeInputs() throws IOException {
        TinyEncoder.write(directory.resolve("encoder"));
        for (int i = 0; i < 200; i++) {
            // Letters outside the vocabulary keep the mails distinct; the tokenizer reads them as one unknown word.
            String unique = Integer.toString(i + 1000, 26).replaceAll("[0-9]", "q") + "x".repeat(i);
            mail("easy-ham-1/" + i, HAM.get(i % 3) + " " + HAM.get(i % 2) + " " + unique);
            mail("spam-1/" + i, SPAM.get(i % 2) + " money " + unique);
        }
    }

    private void mail(String name, String subject) throws IOException {
        Path file = directory.resolve("corpus/data/" + name + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "Subject: " + subject + "\n\n");
    }

    private int run(String output, String... more) {
        CommandLine command = new CommandLine(new TrainHeadCommand());
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(
                "--encoder", directory.resolve("encoder").toString(),
                "--corpus", directory.resolve("corpus").toString(),
                "--output", directory.resolve(output).toString(),
                "--learning-rate", "0.02"));
        all.addAll(List.of(more));
        if (!all.contains("--max-length")) {
            all.addAll(List.of("--max-length", "12"));
        }
        return command.execute(all.toArray(String[]::new));
    }

    @Test
    void writesAClassifierThatTheServerLoadsAndThatTellsSpamFromHam() {
        assertEquals(0, run("model"), err::toString);

        String report = out.toString();
        double accuracy = Double.parseDouble(report.replaceAll("(?s).*test accuracy ([0-9.]+).*", "$1"));
        assertTrue(accuracy > 0.85, report);
        ModelDirectory model = ModelDirectory.read(directory.resolve("model"));
        assertEquals(12, model.tokenizerLimit().orElseThrow());
        try (Weights weights = Weights.open(model.path())) {
            Head head = model.head(Task.AUTO, weights);
            assertEquals(new Head.Classifier(List.of("ham", "spam"), Scoring.SOFTMAX), head);
            try (ModelBackend backend =
                    new DjlBackendLoader(DeviceChoice.CPU, BatchLayout.PADDED).load(model.config(), weights, head)) {
                List<float[]> logits = backend.forward(List.of(TokenIds.of(1, 6, 7, 3, 2), TokenIds.of(1, 5, 4, 3, 2)));
                assertTrue(logits.get(0)[0] > logits.get(0)[1], "the ham");
                assertTrue(logits.get(1)[0] < logits.get(1)[1], "the spam");
            }
        }
    }

    @Test
    void writesTheHeadLastUnderTheNamesOfABertClassifier() {
        assertEquals(0, run("model"), err::toString);

        try (SafeTensors written = SafeTensors.open(directory.resolve("model/model.safetensors"))) {
            List<String> names = List.copyOf(written.tensors().keySet());
            assertEquals(
                    List.of(
                            "bert.pooler.dense.weight",
                            "bert.pooler.dense.bias",
                            "classifier.weight",
                            "classifier.bias"),
                    names.subList(names.size() - 4, names.size()));
            assertTrue(names.stream().allMatch(name -> name.startsWith("bert.") || name.startsWith("classifier.")));
            assertEquals(names.size(), names.stream().distinct().count());
        }
    }

    @Test
    void givesTheSameBytesForTheSameSeedWithAndWithoutTheFeatureCache() throws IOException {
        String cache = directory.resolve("cache").toString();
        assertEquals(0, run("a", "--train-size", "150", "--seed", "3"));
        assertEquals(0, run("b", "--train-size", "150", "--seed", "3", "--feature-cache", cache));
        assertFalse(out.toString().contains("from the cache"), out.toString());
        assertEquals(0, run("c", "--train-size", "150", "--seed", "3", "--feature-cache", cache));
        assertTrue(out.toString().contains("from the cache"), out.toString());

        byte[] first = Files.readAllBytes(directory.resolve("a/model.safetensors"));
        assertArrayEquals(first, Files.readAllBytes(directory.resolve("b/model.safetensors")));
        assertArrayEquals(first, Files.readAllBytes(directory.resolve("c/model.safetensors")));
    }

    @Test
    void writesTheMailsThatWereHeldOut() throws IOException {
        Path file = directory.resolve("new/test-mails.jsonl");

        assertEquals(0, run("model", "--test-mails", file.toString()));

        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.size() > 40 && lines.size() < 120, lines.size() + " lines");
        assertTrue(lines.stream().allMatch(line -> line.contains("\"text\":") && line.contains("\"label\":")));
    }

    @Test
    void saysInOneLineWhatIsWrongWithItsInputs() throws IOException {
        assertFails(2, "--train-size 5: must be at least 20", "--train-size", "5");
        assertFails(1, "--train-size 9999: there are only ", "--train-size", "9999");
        assertFails(1, "--max-length 17: the encoder takes at most 16 tokens", "--max-length", "17");
        assertFails(1, "--layers 2: the encoder has 1", "--layers", "2");
        assertFails(2, "--epochs 0: must be at least 1", "--epochs", "0");
        Files.delete(directory.resolve("encoder/config.json"));
        assertFails(1, "config.json: is missing");
    }

    private void assertFails(int status, String message, String... more) {
        err.getBuffer().setLength(0);
        assertEquals(status, run("model", more), err::toString);
        String first = err.toString().lines().findFirst().orElse("");
        assertTrue(first.contains(message), err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
    }
}
