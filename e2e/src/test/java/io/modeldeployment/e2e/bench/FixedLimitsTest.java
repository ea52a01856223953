package io.modeldeployment.e2e.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FixedLimitsTest {
    private static Counted check(long failed, double seconds) {
        return new Counted(100, failed, 100, new TreeMap<>(Map.of(seconds, 100L)));
    }

    private static final Counted GOOD = check(0, 0.1);
    private static final Counted FAILING = check(6, 0.1);

    @Test
    void theFourthFailedCheckTakesBackWhereThreeAreBorne() {
        var checks = List.of(FAILING, GOOD, FAILING, FAILING, FAILING, GOOD);
        assertEquals(OptionalInt.of(5), FixedLimits.ARGO_ROLLOUTS.takesBackAt(checks));
        assertEquals("check 5, 500 requests", FixedLimits.ARGO_ROLLOUTS.verdict(checks));
        assertEquals(OptionalInt.empty(), FixedLimits.FLAGGER.takesBackAt(checks));
    }

    @Test
    void whatStaysWithinTheLimitsIsLetThrough() {
        var checks = List.of(check(5, 0.1), check(5, 0.1), check(5, 0.1), check(5, 0.1));
        assertEquals("let through (0 of 4 checks failed)", FixedLimits.ARGO_ROLLOUTS.verdict(checks));
    }

    @Test
    void slowAnswersFailACheckWhereALimitIsSetForThem() {
        var checks = List.of(check(0, 1), check(0, 1), check(0, 1), check(0, 1), check(0, 1));
        assertEquals(OptionalInt.of(5), FixedLimits.FLAGGER.takesBackAt(checks));
        assertEquals(OptionalInt.empty(), FixedLimits.ARGO_ROLLOUTS.takesBackAt(checks));
    }
}
