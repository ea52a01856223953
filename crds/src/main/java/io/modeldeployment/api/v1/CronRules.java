package io.modeldeployment.api.v1;

/** The CEL rule for cron schedules of five fields, put together from its fields. */
final class CronRules {
    private static final String STEP = "(/[1-9][0-9]?)?";
    private static final String MINUTE = "[0-5]?[0-9]";
    private static final String HOUR = "([01]?[0-9]|2[0-3])";
    private static final String DAY = "(0?[1-9]|[12][0-9]|3[01])";
    private static final String MONTH = "(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
    private static final String WEEKDAY = "([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";
    private static final String ANY = "([*]|";
    private static final String MINUTES = ANY + MINUTE + "(-" + MINUTE + ")?)" + STEP;
    private static final String HOURS = ANY + HOUR + "(-" + HOUR + ")?)" + STEP;
    private static final String DAYS = ANY + DAY + "(-" + DAY + ")?)" + STEP;
    private static final String MONTHS = ANY + MONTH + "(-" + MONTH + ")?)" + STEP;
    private static final String WEEKDAYS = ANY + WEEKDAY + "(-" + WEEKDAY + ")?)" + STEP;

    static final String SCHEDULE = "self.matches('^" + MINUTES + "(," + MINUTES + ")* " + HOURS + "(," + HOURS + ")* "
            + DAYS + "(," + DAYS + ")* " + MONTHS + "(," + MONTHS + ")* " + WEEKDAYS + "(," + WEEKDAYS + ")*$')";
    static final String SCHEDULE_MESSAGE =
            "write the five fields minute, hour, day of month, month and day of week with one "
                    + "space between them, for example 0 3 * * * for three o'clock every day; there are no seconds, and no @daily, "
                    + "?, L, W and #";

    /** An unknown zone makes the rule itself fail, and its message is shown then too. */
    static final String TIME_ZONE = "timestamp('2000-01-01T00:00:00Z').getHours(self) >= 0";

    static final String TIME_ZONE_MESSAGE =
            "write a time zone of the IANA database, for example UTC or Europe/Amsterdam";

    private CronRules() {}
}
