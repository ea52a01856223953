package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Agreement AGREEMENT = new Agreement(0.95, 0.01, 100, LONGEST);
    private static final Progress SOON = Progress.after(Duration.ofMinutes(1));

    private static Verdict judge(long all, long equal) {
        return AGREEMENT.judge(new Proportion(all, equal), SOON);
    }

    @Test
    void waitsForProof() {
        assertInstanceOf(Undecided.class, judge(90, 90));
        assertInstanceOf(Pass.class, judge(1_000, 990));
        assertInstanceOf(Fail.class, judge(1_000, 900));
        var open = assertInstanceOf(Undecided.class, judge(200, 196));
        assertTrue(open.untilPass().orElseThrow() > 0);
        assertTrue(open.explanation().contains("a pass takes about"), open.explanation());
        assertTrue(
                assertInstanceOf(Undecided.class, judge(200, 189)).untilPass().isEmpty());
    }

    @Test
    void isInconclusiveWhenTimeIsUp() {
        var late = Progress.after(LONGEST);
        var open = AGREEMENT.judge(new Proportion(200, 196), late);
        assertInstanceOf(Inconclusive.class, open);
        assertEquals(
                "neither good nor bad is shown within 10m; agreement with stable: 98.00 % of 200 inputs (91.13 to 99.90), at"
                        + " least 95.00 % wanted",
                open.explanation());
        assertInstanceOf(Inconclusive.class, AGREEMENT.judge(new Proportion(0, 0), late));
        assertInstanceOf(Pass.class, AGREEMENT.judge(new Proportion(1_000, 990), late));
        assertInstanceOf(Fail.class, AGREEMENT.judge(new Proportion(1_000, 900), late));
    }

    @Test
    void whatIsNotMeasuredNeverPassesAndAShownVerdictStands() {
        var broken = new Progress(Duration.ofMinutes(1), Optional.of("stable keeps no sample"));
        assertInstanceOf(NotMeasured.class, judge(0, 0));
        var missing = assertInstanceOf(NotMeasured.class, AGREEMENT.judge(new Proportion(200, 196), broken));
        assertEquals("stable keeps no sample", missing.reason());
        assertInstanceOf(Pass.class, AGREEMENT.judge(new Proportion(1_000, 990), broken));
        assertInstanceOf(Fail.class, AGREEMENT.judge(new Proportion(1_000, 900), broken));
        String late = AGREEMENT
                .judge(new Proportion(0, 0), new Progress(LONGEST, Optional.of("stable keeps no sample")))
                .explanation();
        assertEquals("not measured within 10m: stable keeps no sample", late);
    }

    @Test
    void falseVerdictsAreAsSeldomAsDeclaredHoweverOftenOneLooks() {
        var agreement = new Agreement(0.95, 0.05, 50, LONGEST);
        int[] wrong = new int[2];
        int[] runs = new int[1];
        Chance.times(150, chance -> {
            wrong[0] += ends(agreement, chance, 0.951) instanceof Fail ? 1 : 0;
            wrong[1] += ends(agreement, chance, 0.949) instanceof Pass ? 1 : 0;
            runs[0]++;
        });
        assertTrue(wrong[0] <= 0.05 * runs[0], wrong[0] + " good ones failed, of " + runs[0]);
        assertTrue(wrong[1] <= 0.05 * runs[0], wrong[1] + " bad ones passed, of " + runs[0]);
        assertTrue(wrong[0] + wrong[1] > 0 || runs[0] < 150, "none is ever wrong, so this shows nothing");
    }

    private static Verdict ends(Agreement agreement, Chance chance, double share) {
        var equal = new Proportion(0, 0);
        Verdict verdict = agreement.judge(equal, SOON);
        for (int i = 0; i < 300 && (verdict instanceof Undecided || verdict instanceof NotMeasured); i++) {
            equal = equal.next(chance.happens(share));
            verdict = agreement.judge(equal, SOON);
        }
        return verdict;
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0, 0.01, 0, LONGEST));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(1, 0.01, 0, LONGEST));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0.9, 1, 0, LONGEST));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0.9, 0.01, -1, LONGEST));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0.9, 0.01, 0, Duration.ZERO));
    }
}
