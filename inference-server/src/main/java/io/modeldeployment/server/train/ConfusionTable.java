package io.modeldeployment.server.train;

import java.util.List;
import java.util.Locale;

/**
 * How a classifier's answers compare with the truth, spam being the positive class.
 *
 * @param hamAsHam ham that was called ham
 * @param hamAsSpam ham that was called spam: the mail somebody misses
 * @param spamAsHam spam that was called ham
 * @param spamAsSpam spam that was called spam
 */
public record ConfusionTable(int hamAsHam, int hamAsSpam, int spamAsHam, int spamAsSpam) {
    /**
     * Counts answers against the truth.
     *
     * @param truth the mails' labels
     * @param answers the classifier's, in the same order
     * @return the counts
     */
    public static ConfusionTable of(List<MailLabel> truth, List<MailLabel> answers) {
        if (truth.size() != answers.size()) {
            throw new IllegalArgumentException(truth.size() + " labels but " + answers.size() + " answers");
        }
        int[][] counts = new int[2][2];
        for (int i = 0; i < truth.size(); i++) {
            counts[truth.get(i).ordinal()][answers.get(i).ordinal()]++;
        }
        return new ConfusionTable(counts[0][0], counts[0][1], counts[1][0], counts[1][1]);
    }

    /** {@return the number of answers} */
    public int total() {
        return hamAsHam + hamAsSpam + spamAsHam + spamAsSpam;
    }

    /** {@return the share of right answers, 0 to 1; NaN of none} */
    public double accuracy() {
        return (double) (hamAsHam + spamAsSpam) / total();
    }

    /** {@return the share of spam among what was called spam; NaN where nothing was} */
    public double precision() {
        return (double) spamAsSpam / (spamAsSpam + hamAsSpam);
    }

    /** {@return the share of spam that was found; NaN where there is no spam} */
    public double recall() {
        return (double) spamAsSpam / (spamAsSpam + spamAsHam);
    }

    /** {@return accuracy, precision and recall for spam, and the counts, in lines for a terminal} */
    public String report() {
        return String.format(
                Locale.ROOT,
                """
                test accuracy %.4f on %d mails; spam: precision %.4f, recall %.4f
                                called ham  called spam
                  is ham        %10d  %11d
                  is spam       %10d  %11d""",
                accuracy(),
                total(),
                precision(),
                recall(),
                hamAsHam,
                hamAsSpam,
                spamAsHam,
                spamAsSpam);
    }
}
