package io.modeldeployment.server.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The labelled mails of a directory, each content once: a copy left in the corpus could land on both sides of the split and
 * flatter the accuracy.
 *
 * @param mails one mail for each fingerprint, in the order of their paths
 * @param files mails found
 * @param copies mails left out since an earlier one has the same fingerprint
 * @param unreadable mails left out since they have no text
 */
public record MailCorpus(List<Mail> mails, int files, int copies, int unreadable) {
    /**
     * Reads every {@code *.txt} under a directory whose name holds {@code ham} or {@code spam}.
     *
     * @param root the corpus's directory, with directories such as {@code easy-ham-1} and {@code spam-2} anywhere below it
     * @return the mails
     * @throws IOException where a file cannot be read
     * @throws TrainingException where the directory holds no ham or no spam
     */
    public static MailCorpus read(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.getFileName().toString().endsWith(".txt"))
                    .filter(file -> labelOf(file).isPresent())
                    .sorted()
                    .toList();
        }
        List<Mail> read = new ArrayList<>();
        for (Path file : files) {
            read.add(
                    Mail.of(MailText.of(Files.readAllBytes(file)), labelOf(file).orElseThrow()));
        }
        MailCorpus corpus = distinct(read);
        for (MailLabel label : MailLabel.values()) {
            if (corpus.mails.stream().noneMatch(mail -> mail.label() == label)) {
                throw new TrainingException("--corpus " + root + ": holds no " + label.text()
                        + "; it needs *.txt mails in directories named like easy-ham-1 and spam-2");
            }
        }
        return corpus;
    }

    /**
     * The corpus of mails that were read, without those that have no text and without copies.
     *
     * @param read mails in a fixed order, of which the first of equal ones stays
     * @return the corpus
     */
    static MailCorpus distinct(List<Mail> read) {
        Map<String, Mail> byFingerprint = new LinkedHashMap<>();
        int unreadable = 0;
        for (Mail mail : read) {
            if (mail.text().isBlank()) {
                unreadable++;
            } else {
                byFingerprint.putIfAbsent(mail.fingerprint(), mail);
            }
        }
        List<Mail> mails = List.copyOf(byFingerprint.values());
        return new MailCorpus(mails, read.size(), read.size() - unreadable - mails.size(), unreadable);
    }

    private static Optional<MailLabel> labelOf(Path file) {
        String directory = Optional.ofNullable(file.getParent())
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("");
        String name = directory.toLowerCase(Locale.ROOT);
        if (name.contains("spam")) {
            return Optional.of(MailLabel.SPAM);
        }
        return name.contains("ham") ? Optional.of(MailLabel.HAM) : Optional.empty();
    }
}
