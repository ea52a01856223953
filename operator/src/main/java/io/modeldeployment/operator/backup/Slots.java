package io.modeldeployment.operator.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Where a schedule is.
 *
 * @param schedule the schedule and its zone as they are written; a change of them is told by it
 * @param next its next point, or one that is due and not begun
 */
public record Slots(String schedule, Optional<Instant> next) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    /**
     * What is due.
     *
     * @param due the point to make a backup for now, if any: of several that were missed the latest
     * @param begun where the schedule is once that backup is begun
     */
    public record Look(Optional<Instant> due, Slots begun) {}

    /** The name of the point's backup: one a point, whoever asks and how often (rule 26). */
    public static String name(String modelDeployment, Instant point) {
        return modelDeployment + "-" + NAME.format(point);
    }

    /**
     * Looks at the clock. One that went back finds the points again that it had passed; their names are taken then.
     *
     * @param known where the schedule was; of another schedule it says nothing
     * @param lateness how late a missed point is made up for; empty: however late
     */
    public static Look look(
            CronSchedule cron, String schedule, Optional<Slots> known, Optional<Duration> lateness, Instant now) {
        var onwards = new Slots(schedule, cron.next(now));
        Optional<Instant> due = known.filter(slots -> slots.schedule().equals(schedule))
                .flatMap(Slots::next)
                .filter(next -> !next.isAfter(now))
                .flatMap(_ -> cron.latest(now))
                .filter(point ->
                        lateness.map(most -> !point.plus(most).isBefore(now)).orElse(true));
        return new Look(due, onwards);
    }
}
