package io.modeldeployment.operator.recovery;

import java.util.Arrays;
import java.util.Optional;

/** The rungs of the ladder, the mildest first (rule 27). */
public enum Rung {
    /** The pod that fails is deleted; its Deployment makes another one. */
    RESTART("Restart"),
    /** The revision that served before gets the traffic back. */
    ROLLBACK("Rollback"),
    /** The newest backup that verifies becomes a revision of its own. */
    RESTORE("Restore");

    private final String word;

    Rung(String word) {
        this.word = word;
    }

    /** The word in the spec and the status. */
    public String word() {
        return word;
    }

    /** The rung of this {@link #word()}. */
    public static Optional<Rung> of(String word) {
        return Arrays.stream(values()).filter(rung -> rung.word.equals(word)).findFirst();
    }
}
