package io.modeldeployment.operator.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron schedule of five fields in a time zone. Where the clock is put forward, times that it skips fall on the moment of the
 * change; where it is put back, times that come twice count the first time. So later local times are never earlier moments.
 */
public final class CronSchedule {
    /** The longest way between two points: from one 29 February to the next but one, over a year that has none. */
    private static final int DAYS_AHEAD = 8 * 366 + 1;

    private static final int FIELDS = 5;
    private static final int SUNDAY = 7;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final List<LocalTime> times;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;
    private final ZoneId zone;

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException saying what to write
     */
    public CronSchedule(String text, String timeZone) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "the schedule '%s' has %d fields: write minute, hour, day of month, month and day of week, for example 0 3 * * *"
                            .formatted(text, fields.length));
        }
        this.times = times(field(fields[0], 0, 59, List.of()), field(fields[1], 0, 23, List.of()));
        this.days = field(fields[2], 1, 31, List.of());
        this.months = field(fields[3], 1, 12, MONTHS);
        this.weekdays = field(fields[4], 0, SUNDAY, WEEKDAYS);
        if (weekdays.get(SUNDAY)) {
            weekdays.set(0);
        }
        // As every cron does it: two restrictions on the day mean either, one means that one.
        this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        this.zone = zone(timeZone);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "there is no time zone '%s': write one of the IANA database, for example UTC or Europe/Amsterdam"
                            .formatted(name),
                    e);
        }
    }

    private static List<LocalTime> times(BitSet minutes, BitSet hours) {
        var times = new ArrayList<LocalTime>();
        hours.stream().forEach(hour -> minutes.stream().forEach(minute -> times.add(LocalTime.of(hour, minute))));
        return List.copyOf(times);
    }

    private static BitSet field(String text, int least, int most, List<String> names) {
        var values = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] range = part.split("/", -1);
            int step = range.length == 1 ? 1 : number(range[1], 1, most + 1, List.of());
            String[] ends = range[0].split("-", -1);
            boolean all = range[0].equals("*");
            int from = all ? least : number(ends[0], least, most, names);
            int to = all || ends.length == 1 && range.length > 1
                    ? most
                    : number(ends[ends.length - 1], least, most, names);
            if (range.length > 2 || ends.length > 2 || from > to) {
                throw new IllegalArgumentException(
                        "'%s' is no part of a schedule: write a number, a range such as 1-5, * or */15"
                                .formatted(part));
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String text, int least, int most, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            // Months are counted from 1 and weekdays from 0, as their lists begin.
            return named + least;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'%s' is not between %d and %d".formatted(text, least, most));
    }

    /** The first point after {@code moment}; empty when there is none, as on 30 February. */
    public Optional<Instant> next(Instant moment) {
        LocalDate date = LocalDate.ofInstant(moment, zone);
        for (int i = 0; i < DAYS_AHEAD; i++, date = date.plusDays(1)) {
            for (LocalTime time : matches(date) ? times : List.<LocalTime>of()) {
                Instant point = at(date.atTime(time));
                if (point.isAfter(moment)) {
                    return Optional.of(point);
                }
            }
        }
        return Optional.empty();
    }

    /** The last point that is not after {@code moment}. */
    public Optional<Instant> latest(Instant moment) {
        LocalDate date = LocalDate.ofInstant(moment, zone);
        for (int i = 0; i < DAYS_AHEAD; i++, date = date.minusDays(1)) {
            for (LocalTime time : matches(date) ? times.reversed() : List.<LocalTime>of()) {
                Instant point = at(date.atTime(time));
                if (!point.isAfter(moment)) {
                    return Optional.of(point);
                }
            }
        }
        return Optional.empty();
    }

    private boolean matches(LocalDate date) {
        boolean byDay = days.get(date.getDayOfMonth());
        boolean byWeekday = weekdays.get(date.getDayOfWeek().getValue() % SUNDAY);
        return months.get(date.getMonthValue()) && (eitherDay ? byDay || byWeekday : byDay && byWeekday);
    }

    private Instant at(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }
}
