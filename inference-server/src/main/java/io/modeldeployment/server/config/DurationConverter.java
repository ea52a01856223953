package io.modeldeployment.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads durations as Kubernetes manifests write them: {@code 500ms}, {@code 2s}, {@code 1m30s}. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    private static final Pattern FORMAT =
            Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?(?:([0-9]{1,9})ms)?");

    @Override
    public Duration convert(String value) {
        Matcher parts = FORMAT.matcher(value);
        Duration duration = parts.matches()
                ? Duration.ofHours(number(parts, 1))
                        .plusMinutes(number(parts, 2))
                        .plusSeconds(number(parts, 3))
                        .plusMillis(number(parts, 4))
                : Duration.ZERO;
        if (!duration.isPositive()) {
            throw new CommandLine.TypeConversionException(
                    "'" + value + "' is not a duration above 0: write one such as 500ms, 2s or 1m30s");
        }
        return duration;
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
