package io.modeldeployment.operator.verdict;

import java.util.Collection;
import java.util.Comparator;
import java.util.OptionalLong;

/** What a judged metric says about the candidate. What could not be measured is never a pass. */
public sealed interface Verdict {
    /** What it rests on. */
    Evidence evidence();

    /** The harm, if there is any, is smaller than what is allowed. */
    record Pass(Evidence evidence) implements Verdict {}

    /** The candidate is worse. */
    record Fail(Evidence evidence) implements Verdict {}

    /** Time is up and neither is shown; a person decides. */
    record Inconclusive(Evidence evidence) implements Verdict {}

    /**
     * Not yet: go on measuring.
     *
     * @param untilAlarm about how many more candidate requests the smallest effect would need to be shown
     * @param untilPass about how many more a pass needs if things stay as they are; empty if they must not stay so
     */
    record Undecided(Evidence evidence, OptionalLong untilAlarm, OptionalLong untilPass) implements Verdict {}

    /** Nothing was measured, and why. */
    record NotMeasured(Evidence evidence, String reason) implements Verdict {}

    /** The same with another line for a person. */
    default Verdict explained(String line) {
        Evidence said = evidence().explained(line);
        return switch (this) {
            case Pass _ -> new Pass(said);
            case Fail _ -> new Fail(said);
            case Inconclusive _ -> new Inconclusive(said);
            case Undecided(var _, var untilAlarm, var untilPass) -> new Undecided(said, untilAlarm, untilPass);
            case NotMeasured _ -> new NotMeasured(said, line);
        };
    }

    /** One line for a person. */
    default String explanation() {
        return evidence().explanation();
    }

    /**
     * The verdict that decides over all of them: a fail if there is one, then an inconclusive one, since it takes a person, then
     * one that was not measured or an undecided one; a pass only if all of them pass, and never without any.
     */
    static Verdict decisive(Collection<Verdict> verdicts) {
        String none = "nothing is measured: name at least one metric";
        return verdicts.stream()
                .min(Comparator.comparingInt(Verdict::rank))
                .orElseGet(() -> new NotMeasured(Evidence.none(none), none));
    }

    private int rank() {
        return switch (this) {
            case Fail _ -> 0;
            case Inconclusive _ -> 1;
            case NotMeasured _ -> 2;
            case Undecided _ -> 3;
            case Pass _ -> 4;
        };
    }
}
