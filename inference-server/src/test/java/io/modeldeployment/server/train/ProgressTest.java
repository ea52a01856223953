package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A person who waits must see that it goes on and how long it will take, without a flood of lines. */
class ProgressTest {
    @Test
    void saysEveryFiveSecondsWhatIsDoneAndWhatIsLeft() {
        AtomicLong clock = new AtomicLong();
        List<String> lines = new ArrayList<>();
        Progress progress = new Progress("features", 100, clock::get, lines::add);

        for (int second = 1; second <= 10; second++) {
            clock.set(TimeUnit.SECONDS.toNanos(second));
            progress.add(10);
        }

        assertEquals(List.of("features: 50 of 100, about 5 s left", "features: 100 in 10.0 s"), lines);
    }
}
