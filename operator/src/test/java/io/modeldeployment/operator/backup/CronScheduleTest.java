package io.modeldeployment.operator.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a schedule falls due, over changes of the clock too. */
class CronScheduleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * *        | UTC              | 2026-01-01T03:00:00Z | 2026-01-02T03:00:00Z",
                "0 3 * * *        | UTC              | 2026-01-01T02:59:59Z | 2026-01-01T03:00:00Z",
                "*/15 * * * *     | UTC              | 2026-01-01T02:46:00Z | 2026-01-01T03:00:00Z",
                "5/20 * * * *     | UTC              | 2026-01-01T02:26:00Z | 2026-01-01T02:45:00Z",
                "0 9-17/4 * * *   | UTC              | 2026-01-01T13:00:00Z | 2026-01-01T17:00:00Z",
                "0 3 1,15 * *     | UTC              | 2026-01-01T03:00:00Z | 2026-01-15T03:00:00Z",
                "0 3 * * MON-FRI  | UTC              | 2026-01-02T03:00:00Z | 2026-01-05T03:00:00Z",
                "0 3 * * 7        | UTC              | 2026-01-01T03:00:00Z | 2026-01-04T03:00:00Z",
                "0 3 13 * FRI     | UTC              | 2026-01-03T00:00:00Z | 2026-01-09T03:00:00Z",
                "0 3 29 2 *       | UTC              | 2026-01-01T00:00:00Z | 2028-02-29T03:00:00Z",
                "0 3 29 FEB *     | UTC              | 2096-03-01T00:00:00Z | 2104-02-29T03:00:00Z",
                "0 3 * * *        | Asia/Kathmandu   | 2026-01-01T00:00:00Z | 2026-01-01T21:15:00Z",
                "0 0 31 12 *      | Pacific/Auckland | 2026-01-01T00:00:00Z | 2026-12-30T11:00:00Z"
            })
    void thePointAfterAMoment(String schedule, String zone, String moment, String next) {
        var cron = new CronSchedule(schedule, zone);
        assertEquals(Optional.of(Instant.parse(next)), cron.next(Instant.parse(moment)));
        assertEquals(Optional.of(Instant.parse(next)), cron.latest(Instant.parse(next)));
    }

    @Test
    void aTimeThatTheClockSkipsFallsOnTheChange() {
        // On 2026-03-29 Amsterdam goes from 02:00 to 03:00, which is 01:00 UTC.
        var cron = new CronSchedule("30 2 * * *", "Europe/Amsterdam");
        assertEquals(
                List.of("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
                points(cron, "2026-03-28T00:00:00Z", 3));
    }

    @Test
    void twoTimesThatTheClockSkipsAreOnePoint() {
        var cron = new CronSchedule("0,30 2,3 * * *", "Europe/Amsterdam");
        assertEquals(
                List.of("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z"),
                points(cron, "2026-03-29T00:00:00Z", 3));
    }

    @Test
    void aTimeThatComesTwiceCountsTheFirstTime() {
        // On 2026-10-25 Amsterdam goes from 03:00 back to 02:00, which is 01:00 UTC.
        var cron = new CronSchedule("30 2 * * *", "Europe/Amsterdam");
        assertEquals(
                List.of("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
                points(cron, "2026-10-24T00:00:00Z", 3));
    }

    private static List<String> points(CronSchedule cron, String from, int count) {
        var points = new ArrayList<String>();
        Instant at = Instant.parse(from);
        for (int i = 0; i < count; i++) {
            at = cron.next(at).orElseThrow();
            points.add(at.toString());
        }
        return points;
    }

    @Test
    void nextAndLatestAgreeWhereverOneLooks() {
        var random = new Random(7);
        for (String zone : List.of("Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "America/Santiago")) {
            for (String schedule : List.of("*/7 * * * *", "30 2 * * *", "0 0 * * SUN", "15 1,2,3 1-7 3,10 *")) {
                var cron = new CronSchedule(schedule, zone);
                for (int i = 0; i < 200; i++) {
                    Instant moment = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(400 * 86400));
                    Instant next = cron.next(moment).orElseThrow();
                    assertTrue(next.isAfter(moment));
                    assertEquals(next, cron.latest(next).orElseThrow());
                    assertTrue(
                            !cron.latest(next.minusMillis(1)).orElseThrow().isAfter(moment), schedule + zone + moment);
                }
            }
        }
    }

    @Test
    void aDayThatNeverComesHasNoPoint() {
        assertEquals(Optional.empty(), new CronSchedule("0 3 30 2 *", "UTC").next(Instant.EPOCH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "a * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                ", * * * *",
                "@daily",
                "? * * * *",
                "-1 * * * *",
                "* * L * *"
            })
    void nonsenseIsRefused(String schedule) {
        assertThrows(IllegalArgumentException.class, () -> new CronSchedule(schedule, "UTC"));
    }

    @Test
    void anUnknownZoneIsRefusedWithWhatToWrite() {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> new CronSchedule("0 3 * * *", "Europe/Amsterdan"));
        assertTrue(String.valueOf(refused.getMessage()).contains("IANA"), refused.getMessage());
    }
}
