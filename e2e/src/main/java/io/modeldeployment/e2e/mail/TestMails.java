package io.modeldeployment.e2e.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mails that were kept out of training, in the order of their file. */
public record TestMails(List<LabelledMail> all) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public TestMails {
        all = List.copyOf(all);
    }

    /**
     * Reads a file with a JSON object with {@code text} and {@code label} a line.
     *
     * @throws UncheckedIOException when the file can't be read; {@code make models} writes it
     */
    public static TestMails read(Path file) {
        try (var lines = Files.lines(file)) {
            return new TestMails(lines.map(TestMails::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the test mails: " + file, e);
        }
    }

    private static LabelledMail parse(String line) {
        try {
            return JSON.readValue(line, LabelledMail.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not a labelled mail: " + line, e);
        }
    }

    /** The first {@code count} mails with this label. */
    public List<LabelledMail> first(int count, String label) {
        return all.stream()
                .filter(mail -> mail.label().equals(label))
                .limit(count)
                .toList();
    }
}
