package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The label of a mail is the directory it lies in. */
class MailCorpusTest {
    @TempDir
    private Path root;

    private void put(String path, String subject) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "Subject: " + subject + "\n\n");
    }

    @Test
    void readsTextFilesOfHamAndSpamDirectoriesInTheOrderOfTheirPaths() throws IOException {
        put("data/spam-2/1.txt", "win");
        put("data/easy-ham-1/2.txt", "lunch");
        put("data/easy-ham-1/1.txt", "meeting");
        put("data/easy-ham-1/1.json", "ignored");
        put("README.txt", "ignored too");

        List<Mail> mails = MailCorpus.read(root).mails();

        assertEquals(
                List.of("meeting", "lunch", "win"),
                mails.stream().map(Mail::text).toList());
        assertEquals(
                List.of(MailLabel.HAM, MailLabel.HAM, MailLabel.SPAM),
                mails.stream().map(Mail::label).toList());
    }

    @Test
    void saysWhichKindOfMailIsMissing() throws IOException {
        put("data/easy-ham-1/1.txt", "meeting");

        TrainingException e = assertThrows(TrainingException.class, () -> MailCorpus.read(root));

        assertTrue(String.valueOf(e.getMessage()).contains("holds no spam"), e.toString());
    }
}
