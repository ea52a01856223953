package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rule 22: nothing is written when nothing changed, at rest and over a restart. */
class QuietIT {
    private static final int REST_SECONDS = 20;

    @Test
    void rule22_nothingIsWrittenAtRest() throws InterruptedException {
        try (var harness = new OperatorHarness()) {
            harness.apply("models/spam:v1", 2, "{canary: {}}");
            harness.awaitReady();
            rest(3);
            int before = writes(harness).size();
            assertTrue(before > 0, "the audit log does not show the operator's writes");
            rest(REST_SECONDS);
            harness.restartOperator();
            rest(REST_SECONDS);
            var all = writes(harness);
            assertEquals(List.of(), all.subList(before, all.size()), "after " + all.subList(0, before));
        }
    }

    private static List<String> writes(OperatorHarness harness) {
        return ApiServer.shared().writes(harness.agent);
    }

    /** Lets time pass: what is asserted is that nothing happens in it. */
    private static void rest(int seconds) throws InterruptedException {
        assertEquals(false, new CountDownLatch(1).await(seconds, TimeUnit.SECONDS));
    }
}
