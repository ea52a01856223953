package io.modeldeployment.server.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private final WallClock clock = new WallClock();

    /** A clock that stands until it is moved. */
    private static final class WallClock implements TimeMeter {
        private long millis = 1_790_000_123_457L;

        @Override
        public long currentTimeNanos() {
            return millis * 1_000_000;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    @Test
    void letsTheLimitPassAtOnceAndNoMoreBeforeTheWindowIsOver() {
        RateLimiter limiter = new LocalRateLimiter(RateLimit.DEFAULT, clock);
        for (int i = 99; i >= 0; i--) {
            RateDecision decision = limiter.admit("a");
            assertTrue(decision.allowed());
            assertEquals(i, decision.remaining());
        }
        RateDecision refused = limiter.admit("a");
        assertFalse(refused.allowed());
        assertEquals(0, refused.remaining());
        clock.millis += 59_999;
        assertFalse(limiter.admit("a").allowed(), "a window is not over yet");
        clock.millis += 5_001;
        assertTrue(limiter.admit("a").allowed(), "a window and a twelfth are over");
    }

    @Test
    void countsEachClientForItself() {
        RateLimiter limiter = new LocalRateLimiter(new RateLimit(1, Duration.ofSeconds(1)), clock);
        assertTrue(limiter.admit("a").allowed());
        assertFalse(limiter.admit("a").allowed());
        assertTrue(limiter.admit("b").allowed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverLetsMoreThanTheLimitPassInAnyWindow(int seed) {
        Random random = new Random(seed);
        RateLimit limit = new RateLimit(1 + random.nextInt(20), Duration.ofSeconds(1 + random.nextInt(7)));
        RateLimiter limiter = new LocalRateLimiter(limit, clock);
        Deque<Long> passed = new ArrayDeque<>();
        int busy = 1 + random.nextInt(500);
        int total = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.millis += random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(busy);
            long oldest = clock.millis - limit.window().toMillis();
            passed.removeIf(at -> at < oldest);
            if (limiter.admit("a").allowed()) {
                passed.addLast(clock.millis);
                total++;
            }
            assertTrue(passed.size() <= limit.requests(), () -> passed.size() + " in one window of " + limit);
        }
        assertTrue(total > 100, "and it does let through: " + total);
    }

    @Test
    void theTimeThatItNamesIsTheOneToWait() {
        RateLimit limit = new RateLimit(5, Duration.ofSeconds(10));
        RateLimiter limiter = new LocalRateLimiter(limit, clock);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            RateDecision decision = limiter.admit("a");
            if (decision.allowed()) {
                clock.millis += random.nextInt(1500);
                continue;
            }
            long wait = decision.retryAfter().toMillis();
            assertTrue(wait > 0 && wait <= 10_834, wait + " ms");
            clock.millis += wait;
            assertTrue(limiter.admit("a").allowed(), "after " + wait + " ms");
        }
    }

    @Test
    void aSteadyClientGetsTwelveThirteenths() {
        RateLimiter limiter = new LocalRateLimiter(RateLimit.DEFAULT, clock);
        int allowed = 0;
        for (int second = 0; second < 6500; second++) {
            for (int i = 0; i < 5; i++) {
                allowed += limiter.admit("a").allowed() ? 1 : 0;
            }
            clock.millis += 1000;
        }
        assertEquals(10_000, allowed, 150, "100 in 65 s, always");
    }

    @Test
    void readsWhatIsWritten() {
        assertEquals(new RateLimit(100, Duration.ofSeconds(60)), RateLimit.parse("100/60s"));
        assertEquals(new RateLimit(5, Duration.ofMinutes(1)), RateLimit.parse("5/1m"));
        assertEquals(new RateLimit(1000, Duration.ofHours(1)), RateLimit.parse("1000/1h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "100/", "/60s", "100/60", "0/60s", "1/0s", "-1/60s", "1/25h", "1000001/1s"})
    void refusesOtherLimits(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> RateLimit.parse(text));
        assertTrue(String.valueOf(refusal.getMessage()).contains("100/60s"));
    }
}
