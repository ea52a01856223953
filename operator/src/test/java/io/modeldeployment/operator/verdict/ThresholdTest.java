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
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static final double NO_VALUE = Double.NaN;
    private static final Limits AT_MOST = Limits.atMost("5%");

    @Test
    void oneBadValueMoreThanIsBorneFails() {
        var rule = new Threshold(AT_MOST, 10, 3, 0);

        assertInstanceOf(Undecided.class, judge(rule, 0.06, 0.01, 0.06, 0.01, 0.06));
        Verdict verdict = judge(rule, 0.06, 0.01, 0.06, 0.01, 0.06, 0.06);
        assertInstanceOf(Fail.class, verdict);
        assertEquals("4 measurements not at most 5%, 3 are borne; the last was 6%", verdict.explanation());
    }

    @Test
    void theLimitItselfIsGood() {
        assertInstanceOf(Pass.class, judge(new Threshold(AT_MOST, 1, 0, 0), 0.05));
        assertInstanceOf(Fail.class, judge(new Threshold(AT_MOST, 1, 0, 0), 0.0501));
    }

    @Test
    void aLowerLimitAndBothAreHeldToo() {
        var both = new Limits(Optional.of(Limit.parse("0.9")), Optional.of(Limit.parse("1.1")));

        assertInstanceOf(Pass.class, judge(new Threshold(both, 1, 0, 0), 1.0));
        assertInstanceOf(Fail.class, judge(new Threshold(both, 1, 0, 0), 0.8));
        assertInstanceOf(Fail.class, judge(new Threshold(both, 1, 0, 0), 1.2));
        assertEquals("from 0.9 to 1.1", both.toString());
    }

    @Test
    void failuresAddUpOverGoodValuesBetweenThem() {
        assertInstanceOf(Fail.class, judge(new Threshold(AT_MOST, 9, 1, 0), 0.06, 0.01, 0.01, 0.06));
    }

    @Test
    void rule14_noValueIsAnErrorOfItsOwnLimitInARowAndNeverAPass() {
        var rule = new Threshold(AT_MOST, 2, 0, 1);

        assertInstanceOf(NotMeasured.class, judge(rule));
        assertInstanceOf(NotMeasured.class, judge(rule, 0.01, 0.01, NO_VALUE));
        assertInstanceOf(Inconclusive.class, judge(rule, 0.01, 0.01, NO_VALUE, NO_VALUE));
        assertInstanceOf(Pass.class, judge(rule, NO_VALUE, 0.01, NO_VALUE, 0.01));
        assertInstanceOf(Pass.class, judge(rule, NO_VALUE, NO_VALUE, NO_VALUE, 0.01, 0.01));
    }

    @Test
    void errorsAreNoFailures() {
        assertInstanceOf(Undecided.class, judge(new Threshold(AT_MOST, 9, 0, 9), 0.01, NO_VALUE, NO_VALUE, 0.01));
    }

    @Test
    void anInfiniteValueIsBad() {
        assertInstanceOf(Fail.class, judge(new Threshold(AT_MOST, 1, 0, 0), Double.POSITIVE_INFINITY));
    }

    @Test
    void aPassTakesAsManyMeasurementsAsAskedForAndAGoodLastOne() {
        var rule = new Threshold(AT_MOST, 3, 1, 0);

        assertInstanceOf(Undecided.class, judge(rule, 0.01, 0.01));
        assertInstanceOf(Pass.class, judge(rule, 0.06, 0.01, 0.01));
        assertInstanceOf(Undecided.class, judge(rule, 0.01, 0.01, 0.06));
    }

    @Test
    void anewAPassTakesNewMeasurementsButFailuresStay() {
        var rule = new Threshold(AT_MOST, 2, 1, 0);
        Tally tally = tally(rule, 0.06, 0.01).anew();

        assertInstanceOf(Undecided.class, rule.judge(tally, Optional.empty()));
        assertInstanceOf(Fail.class, rule.judge(rule.next(tally, OptionalDouble.of(0.06)), Optional.empty()));
    }

    @Test
    void countsComeToRest() {
        var rule = new Threshold(AT_MOST, 2, 1, 1);

        assertEquals(tally(rule, 0.01, 0.01), tally(rule, 0.01, 0.01, 0.01, 0.01));
        assertEquals(tally(rule, NO_VALUE, NO_VALUE), tally(rule, NO_VALUE, NO_VALUE, NO_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"1%, 0.01", "300ms, 0.3", "0.5s, 0.5", "0.97, 0.97", "-3, -3", "0, 0", "1000000, 1000000"})
    void limitsAreReadWithTheirUnitAndShownAsTheyWereWritten(String text, double value) {
        assertEquals(value, Limit.parse(text).value(), 1e-12);
        assertEquals(text, Limit.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "5 %", "NaN", "1e3", "1h", "1,5", "Infinity"})
    void whatIsNoNumberIsNoLimit(String text) {
        assertThrows(IllegalArgumentException.class, () -> Limit.parse(text));
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(Optional.empty(), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Threshold(AT_MOST, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Threshold(AT_MOST, 1, -1, 0));
        var error = assertThrows(IllegalArgumentException.class, () -> new Threshold(AT_MOST, 1, 0, -1));
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
