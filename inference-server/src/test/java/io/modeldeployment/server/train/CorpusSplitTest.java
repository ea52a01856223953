package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No mail of the test part may ever have been trained on. */
class CorpusSplitTest {
    private static final List<Mail> MAILS = IntStream.range(0, 2_000)
            .mapToObj(i -> Mail.of(letters(i), i % 3 == 0 ? MailLabel.SPAM : MailLabel.HAM))
            .toList();

    private static String letters(int number) {
        StringBuilder text = new StringBuilder("mail ");
        for (int rest = number + 1; rest > 0; rest /= 26) {
            text.append((char) ('a' + rest % 26));
        }
        return text.toString();
    }

    @Test
    void putsEachMailOnOneSideAndAboutAFifthToTheTest() {
        CorpusSplit split = CorpusSplit.of(MAILS, 1);

        Set<String> both = new HashSet<>();
        split.train().forEach(mail -> both.add(mail.fingerprint()));
        split.test().forEach(mail -> assertTrue(both.add(mail.fingerprint()), mail.text()));
        assertEquals(MAILS.size(), both.size());
        assertEquals(MAILS.size() / 5.0, split.test().size(), MAILS.size() * 0.03);
    }

    @Test
    void keepsEachMailOnItsSideWhenOthersComeAndGo() {
        CorpusSplit all = CorpusSplit.of(MAILS, 1);
        CorpusSplit some = CorpusSplit.of(MAILS.subList(500, 1_200).reversed(), 1);

        assertTrue(all.test().containsAll(some.test()));
        assertTrue(all.train().containsAll(some.train()));
    }

    @Test
    void dependsOnTheSeedAlone() {
        assertEquals(CorpusSplit.of(MAILS, 7), CorpusSplit.of(MAILS, 7));
        assertNotEquals(CorpusSplit.of(MAILS, 7), CorpusSplit.of(MAILS, 8));
    }

    @Test
    void shufflesTheTrainingMailsSoThatAFirstPartIsAFairSample() {
        List<Mail> first = CorpusSplit.of(MAILS, 1).train().subList(0, 300);

        long spam =
                first.stream().filter(mail -> mail.label() == MailLabel.SPAM).count();
        assertEquals(100, spam, 30);
    }

    @Test
    void copiesThatDifferInDigitsCaseOrSpacesAreOneMail() {
        List<Mail> copies = new ArrayList<>(List.of(
                Mail.of("Save 10 % today!", MailLabel.SPAM),
                Mail.of("save 99% TODAY", MailLabel.SPAM),
                Mail.of("Save it for today", MailLabel.HAM),
                Mail.of("  ", MailLabel.HAM)));

        MailCorpus corpus = MailCorpus.distinct(copies);

        assertEquals(
                List.of("Save 10 % today!", "Save it for today"),
                corpus.mails().stream().map(Mail::text).toList());
        assertEquals(List.of(4, 1, 1), List.of(corpus.files(), corpus.copies(), corpus.unreadable()));
    }
}
