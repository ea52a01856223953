package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.verdict.Proportion;
import java.util.Optional;

/**
 * How often both revisions gave the same label to what users sent, so far.
 *
 * @param equal of the texts that stable answered, those with the same label from the candidate
 * @param problem why the last texts could not be compared; empty if they could
 */
public record LiveAgreement(Proportion equal, Optional<String> problem) {
    /** Before the first text. */
    public static final LiveAgreement NONE = new LiveAgreement(new Proportion(0, 0), Optional.empty());
}
