package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.mail.LabelledMail;
import java.util.List;
import java.util.stream.IntStream;

/** Mails cut to lengths, each with a number before it, so that no two are alike and no cache helps. */
final class BenchmarkTexts {
    private final List<LabelledMail> mails;
    private final int[] lengths;
    private int next;

    private BenchmarkTexts(List<LabelledMail> mails, int[] lengths) {
        this.mails = mails;
        this.lengths = lengths;
    }

    /** Eight lengths dealt in turn; about 58 tokens on average. */
    static BenchmarkTexts ofMixedLengths(List<LabelledMail> mails) {
        return new BenchmarkTexts(mails, new int[] {40, 80, 120, 160, 240, 320, 400, 480});
    }

    /** Short ones, and one of eight is long; about 30 tokens on average. */
    static BenchmarkTexts mostlyShort(List<LabelledMail> mails) {
        return new BenchmarkTexts(mails, new int[] {40, 60, 80, 40, 60, 80, 100, 480});
    }

    /** From one character to 700, which is as much as many models read; most are short, as in life. */
    static BenchmarkTexts ofEveryLength(List<LabelledMail> mails) {
        return new BenchmarkTexts(
                mails,
                IntStream.range(0, 600)
                        .map(i -> (i * 263) % 600)
                        .map(i -> 1 + i * i * i / 300_000)
                        .toArray());
    }

    synchronized String next() {
        String text = mails.get(next % mails.size()).text();
        return next + " " + cut(text, lengths[next++ % lengths.length]);
    }

    List<String> next(int count) {
        return IntStream.range(0, count).mapToObj(_ -> next()).toList();
    }

    /** At most {@code length} characters, and no half of a surrogate pair. */
    private static String cut(String text, int length) {
        int end = Math.min(text.length(), length);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
