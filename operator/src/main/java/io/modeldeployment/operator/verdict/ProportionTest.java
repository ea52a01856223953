package io.modeldeployment.operator.verdict;

/**
 * Whether the candidate's rate of an event is above stable's, looked at after every block: an e-process for two proportions.
 *
 * <p>As long as the candidate's rate is not above stable's in any block, whatever both are, the expectation of E is at most
 * 1 at every moment, so E ever reaches 1/alpha with a probability of at most alpha (Ville's inequality).
 *
 * @param past what is remembered of the blocks so far, which the next one is tested with
 * @param logE natural logarithm of E, finite; 0 before the first block
 */
public record ProportionTest(Past past, double logE) {
    /** Before the first block. */
    public static final ProportionTest START = new ProportionTest(Past.NONE, 0);

    private static final String VERSION = "proportion1";

    /** @throws IllegalArgumentException if {@code logE} is not finite */
    public ProportionTest {
        if (!Double.isFinite(logE)) {
            throw new IllegalArgumentException("log E has to be a finite number, not " + logE);
        }
    }

    /** After one more block. A block in which an arm answered nothing leaves E as it is. */
    public ProportionTest next(Block block) {
        return next(block, Double.POSITIVE_INFINITY);
    }

    /** The same with no more than {@code most} added to the logarithm of E, which takes nothing from its validity. */
    ProportionTest next(Block block, double most) {
        double evidence = Alternative.after(past).logEvidence(block);
        return new ProportionTest(past.then(block), logE + Math.min(most, evidence));
    }

    /** The same test with E multiplied by e to the power of {@code log}. */
    ProportionTest times(double log) {
        return new ProportionTest(past, logE + log);
    }

    /** Everything as a short text, exactly. */
    public String toText() {
        return Fields.join(VERSION, fields());
    }

    String fields() {
        return Fields.join(
                logE,
                past.stableRequests(),
                past.stableEvents(),
                past.candidateRequests(),
                past.candidateEvents(),
                past.seen());
    }

    /** The test that {@link #toText} wrote. */
    public static Parsed<ProportionTest> parse(String text) {
        return Parsed.of(text, line -> {
            Fields fields = Fields.of(line, VERSION);
            ProportionTest test = read(fields);
            fields.end();
            return test;
        });
    }

    static ProportionTest read(Fields fields) {
        double logE = fields.number();
        var past = new Past(fields.number(), fields.number(), fields.number(), fields.number(), fields.number());
        return new ProportionTest(past, logE);
    }
}
