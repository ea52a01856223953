package io.modeldeployment.operator.evaluation;

/**
 * What became of one bound.
 *
 * @param name field of {@code spec.evaluation}, or {@code answers}
 * @param result what became of it
 * @param sentence what was measured and what is wanted
 */
public record Check(String name, Result result, String sentence) {
    /** A figure that was held against its bound; one that misses it by little enough for chance is for a person to judge. */
    static Check measured(String name, Result result, String sentence) {
        return new Check(
                name,
                result,
                result == Result.INCONCLUSIVE
                        ? sentence + "; with so few texts this may be chance: decide, or take more"
                        : sentence);
    }

    /** From the one that weighs most to the one that weighs least. */
    public enum Result {
        FAILED,
        UNMEASURED,
        INCONCLUSIVE,
        PASSED
    }
}
