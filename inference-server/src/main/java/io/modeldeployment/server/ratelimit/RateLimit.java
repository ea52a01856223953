package io.modeldeployment.server.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests a client may send in how long.
 *
 * @param requests the most in any window, 1 to 1,000,000
 * @param window how long a window is, 1 s to a day
 */
public record RateLimit(int requests, Duration window) {
    /** What there is when nothing is said. */
    public static final RateLimit DEFAULT = new RateLimit(100, Duration.ofSeconds(60));

    private static final int MAX_REQUESTS = 1_000_000;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([0-9]{1,6})(s|m|h)");
    /** Parts of a window: a place that was taken is free again after the window and at most one of them. */
    private static final int SLICES = 12;

    public RateLimit {
        if (requests < 1
                || requests > MAX_REQUESTS
                || window.compareTo(Duration.ofSeconds(1)) < 0
                || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "it is out of range: write 1 to 1000000 requests in 1s to 24h, such as 100/60s");
        }
    }

    /**
     * Reads {@code requests/window}, such as {@code 100/60s}, {@code 5/1m} or {@code 1000/1h}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static RateLimit parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it is no limit: write requests/window, such as 100/60s");
        }
        long count = Long.parseLong(parts.group(2));
        Duration window = switch (parts.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        return new RateLimit(Integer.parseInt(parts.group(1)), window);
    }

    /**
     * A bucket that never lets more pass than the limit in any window, whenever it begins.
     *
     * <p>One token bucket cannot do that: what it saved up and what flows in pass together, up to twice the limit. Here are fixed
     * windows, each a slice longer than the limit's window and each beginning a slice after another, so that any window lies
     * within one of them; a request needs a place in all.
     */
    BucketConfiguration configuration() {
        Duration slice = Duration.ofMillis(Math.ceilDiv(window.toMillis(), SLICES));
        Duration length = slice.multipliedBy(SLICES + 1);
        ConfigurationBuilder builder = BucketConfiguration.builder();
        for (int i = 0; i <= SLICES; i++) {
            builder.addLimit(Bandwidth.builder()
                    .capacity(requests)
                    .refillIntervallyAligned(requests, length, Instant.EPOCH.plus(slice.multipliedBy(i)))
                    .build());
        }
        return builder.build();
    }
}
