package io.modeldeployment.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads durations as Kubernetes manifests write them: {@code 500ms}, {@code 2s}, {@code 1m}. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    private static final Pattern FORMAT = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m)");

    @Override
    public Duration convert(String value) {
        Matcher parts = FORMAT.matcher(value);
        if (!parts.matches()) {
            throw new CommandLine.TypeConversionException(
                    "'" + value + "' is not a duration: write a whole number above 0 with ms, s or m, such as 2s");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
