package io.modeldeployment.operator.evaluation.run;

import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Looks again and again at what nobody tells of by itself; the test's own timeout ends it. */
public final class Looks {
    private static final int MILLIS_BETWEEN = 5;

    private Looks() {}

    /** What is seen as soon as it is {@code enough}. */
    public static <T> T until(Callable<T> look, Predicate<T> enough) throws Exception {
        T seen = look.call();
        while (!enough.test(seen)) {
            Thread.sleep(MILLIS_BETWEEN);
            seen = look.call();
        }
        return seen;
    }
}
