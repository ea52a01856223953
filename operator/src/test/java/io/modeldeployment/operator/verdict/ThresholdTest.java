package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.verdict.Threshold.Tally;
import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdTest {
    private static final double NO_VALUE = Double.NaN;

    @Test
    void oneBadValueMoreThanIsBorneFails() {
        var rule = new Threshold(0.05, 10, 3, 0, false);

        assertInstanceOf(Undecided.class, judge(rule, 0.06, 0.01, 0.06, 0.01, 0.06));
        Verdict verdict = judge(rule, 0.06, 0.01, 0.06, 0.01, 0.06, 0.06);
        assertInstanceOf(Fail.class, verdict);
        assertEquals("4 measurements above 0.05000, 3 are borne", verdict.explanation());
    }

    @Test
    void theLimitItselfIsGood() {
        assertInstanceOf(Pass.class, judge(new Threshold(0.05, 1, 0, 0, false), 0.05));
    }

    @Test
    void badValuesInARowStartAgainAfterAGoodOne() {
        var rule = new Threshold(0.05, 10, 1, 0, true);

        assertInstanceOf(Undecided.class, judge(rule, 0.06, 0.01, 0.06, 0.01, 0.06));
        assertInstanceOf(Fail.class, judge(rule, 0.01, 0.06, 0.06));
    }

    @Test
    void noValueIsAnErrorOfItsOwnLimitAndNeverAPass() {
        var rule = new Threshold(0.05, 2, 0, 1, false);

        assertInstanceOf(NotMeasured.class, judge(rule, 0.01, 0.01, NO_VALUE));
        assertInstanceOf(Inconclusive.class, judge(rule, 0.01, NO_VALUE, 0.01, NO_VALUE));
        assertInstanceOf(Pass.class, judge(rule, 0.01, NO_VALUE, 0.01));
        assertInstanceOf(NotMeasured.class, judge(rule));
        var inARow = new Threshold(0.05, 2, 0, 1, true);
        assertInstanceOf(Pass.class, judge(inARow, NO_VALUE, 0.01, NO_VALUE, 0.01));
        assertInstanceOf(Inconclusive.class, judge(inARow, 0.01, 0.01, NO_VALUE, NO_VALUE));
    }

    @Test
    void anInfiniteValueIsBad() {
        assertInstanceOf(Fail.class, judge(new Threshold(0.05, 1, 0, 0, false), Double.POSITIVE_INFINITY));
    }

    @Test
    void aPassTakesAsManyMeasurementsAsAskedForAndAGoodLastOne() {
        var rule = new Threshold(0.05, 3, 1, 0, false);

        assertInstanceOf(Undecided.class, judge(rule, 0.01, 0.01));
        assertInstanceOf(Pass.class, judge(rule, 0.06, 0.01, 0.01));
        assertInstanceOf(Undecided.class, judge(rule, 0.01, 0.01, 0.06));
    }

    @Test
    void aTextRestoresTheTally() {
        Tally tally = tally(new Threshold(0.05, 3, 1, 0, false), 0.06, NO_VALUE, 0.01);
        assertEquals(Optional.of(tally), Tally.parse(tally.toText()).toOptional());
        Tally without = tally(new Threshold(0.05, 3, 1, 0, false), NO_VALUE);
        assertEquals(Optional.of(without), Tally.parse(without.toText()).toOptional());
        for (String bad : List.of(
                "",
                "threshold1",
                "threshold1;1;-1;0;",
                "threshold1;1;0;0;NaN",
                "threshold1;9999999999;0;0;",
                "threshold1;1;0;0;0;0")) {
            assertInstanceOf(Parsed.Unreadable.class, Tally.parse(bad), bad);
        }
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Threshold(NO_VALUE, 1, 0, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Threshold(0.05, 0, 0, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Threshold(0.05, 1, -1, 0, false));
        var error = assertThrows(IllegalArgumentException.class, () -> new Threshold(0.05, 1, 0, -1, false));
        assertTrue(error.toString().contains("errorLimit has to be from 0, not -1"), error.toString());
    }

    private static Verdict judge(Threshold rule, double... values) {
        return rule.judge(tally(rule, values), Optional.empty());
    }

    private static Tally tally(Threshold rule, double... values) {
        Tally tally = Tally.START;
        for (double value : values) {
            tally = rule.next(tally, OptionalDouble.of(value));
        }
        return tally;
    }
}
