package io.modeldeployment.operator.rollout;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person can ask of a rollout. */
public enum Verb {
    /** End the current pause. */
    PROMOTE("promote"),
    /** Skip what is left of the steps; the candidate still has to be available and proven. */
    PROMOTE_FULL("promote-full"),
    /** Return to the stable revision. */
    ABORT("abort"),
    /** Try an aborted revision again, from the first step. */
    RETRY("retry"),
    /** Hold the rollout where it is. */
    PAUSE("pause"),
    /** Go on after a pause. */
    RESUME("resume");

    private final String word;

    Verb(String word) {
        this.word = word;
    }

    /** The word in the annotation. */
    public String word() {
        return word;
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Verb::word).collect(Collectors.joining(", "));
    }
}
