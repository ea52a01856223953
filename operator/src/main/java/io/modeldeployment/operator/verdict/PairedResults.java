package io.modeldeployment.operator.verdict;

/**
 * What stable and candidate made of the same labelled inputs.
 *
 * @param bothRight inputs that both labelled as they should
 * @param onlyStable inputs that stable alone did
 * @param onlyCandidate inputs that the candidate alone did
 * @param bothWrong inputs that neither did
 */
public record PairedResults(long bothRight, long onlyStable, long onlyCandidate, long bothWrong) {
    /** @throws IllegalArgumentException if a count is negative */
    public PairedResults {
        if (Math.min(Math.min(bothRight, onlyStable), Math.min(onlyCandidate, bothWrong)) < 0) {
            throw new IllegalArgumentException("counts have to be from 0");
        }
    }

    /** How many inputs there are. */
    public long all() {
        return bothRight + onlyStable + onlyCandidate + bothWrong;
    }

    /** By how much the candidate's accuracy is below stable's, from -1 to 1; 0 of no inputs. */
    public double drop() {
        return all() == 0 ? 0 : (double) (onlyStable - onlyCandidate) / all();
    }

    /**
     * McNemar's exact test: how likely so many of the inputs that only one labelled rightly are stable's, if the candidate is
     * no less accurate.
     */
    public double pValue() {
        return onlyStable == 0 ? 1 : Beta.cdf(0.5, onlyStable, onlyCandidate + 1.0);
    }

    /**
     * Where the drop lies with a probability of about 1 - {@code alpha}: the exact intervals of both discordant shares, put
     * together by Zou and Donner's method of variance estimates recovery.
     */
    public Interval interval(double alpha) {
        if (all() == 0) {
            return new Interval(-1, 1);
        }
        var lost = new Proportion(all(), onlyStable);
        var won = new Proportion(all(), onlyCandidate);
        Interval ofLost = lost.exact(alpha);
        Interval ofWon = won.exact(alpha);
        // An input that only one gets right is not one that only the other does, so the shares move against each other.
        double odds = odds(lost) * odds(won);
        double down = together(lost.share() - ofLost.lower(), ofWon.upper() - won.share(), odds);
        double up = together(ofLost.upper() - lost.share(), won.share() - ofWon.lower(), odds);
        return new Interval(Math.max(-1, drop() - down), Math.min(1, drop() + up));
    }

    private static double odds(Proportion proportion) {
        return proportion.share() == 1 ? 0 : proportion.share() / (1 - proportion.share());
    }

    private static double together(double one, double other, double odds) {
        return Math.sqrt(one * one + other * other + 2 * Math.sqrt(odds) * one * other);
    }
}
