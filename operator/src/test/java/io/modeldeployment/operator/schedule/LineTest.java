package io.modeldeployment.operator.schedule;

import static io.modeldeployment.operator.schedule.Cards.needs;
import static io.modeldeployment.operator.schedule.Cards.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Who gets free cards where several rollouts want them. */
class LineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Ticket ticket(String id, int priority, int second, int pods) {
        return new Ticket(id, false, priority, START.plusSeconds(second), needs(1), pods, 0);
    }

    private static int left(Ticket own, List<Ticket> line, int cards) {
        return left(own, line, cards, cards);
    }

    /** Of {@code cards} that are free, where {@code lasting} are once rollouts have given back what they do not keep. */
    private static int left(Ticket own, List<Ticket> line, int cards, int lasting) {
        return Line.leftFor(own, line, empty(cards), empty(lasting))
                .vacancy(own.demand())
                .pods();
    }

    private static Pool empty(int cards) {
        return Pool.of(List.of(node("a", cards)), List.of(), 0);
    }

    @Test
    void whoIsUnderWayGoesFirstThenPriorityThenTimeOfWaiting() {
        var late = ticket("late", 0, 9, 1);
        var early = ticket("early", 0, 1, 1);
        var important = ticket("important", 5, 10, 1);
        var started = new Ticket("started", true, 0, START.plusSeconds(20), needs(1), 1, 1);
        var line = List.of(late, early, important, started);
        assertEquals(
                List.of("started", "important", "early", "late"),
                line.stream().sorted(Ticket.ORDER).map(Ticket::id).toList());
        assertEquals(1, left(started, line, 1));
        assertEquals(0, left(important, line, 1));
        assertEquals(1, left(important, line, 2));
        assertEquals(0, left(late, line, 3));
        assertEquals(1, left(late, line, 4));
    }

    @Test
    void whoNeedsManyKeepsWhatIsFreeUntilItHasThem() {
        var large = ticket("large", 0, 1, 4);
        var small = ticket("small", 0, 2, 1);
        assertEquals(0, left(small, List.of(large, small), 4));
        assertEquals(1, left(small, List.of(large, small), 5));
    }

    @Test
    void whoWouldNotHaveEnoughEvenWithAllThatIsGivenBackKeepsNothing() {
        var large = ticket("large", 9, 1, 4);
        var small = ticket("small", 0, 2, 1);
        assertEquals(1, left(small, List.of(large, small), 1, 3));
        assertEquals(0, left(small, List.of(large, small), 1, 4));
    }

    /** Rollouts come and go on one pool for a long time; each that is started holds its cards for a while and gives them back. */
    @Test
    void nobodyStarvesAndNoCardIsGivenTwice() {
        for (long seed = 0; seed < 50; seed++) {
            history(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), seed);
        }
    }

    private static void history(RandomGenerator random, long seed) {
        int cards = 2 + random.nextInt(5);
        var waiting = new ArrayList<Ticket>();
        Map<String, Integer> held = new HashMap<>();
        Map<String, Integer> until = new HashMap<>();
        int longest = 0;
        for (int now = 0; now < 2000; now++) {
            if (random.nextInt(3) == 0 && now < 1500) {
                waiting.add(ticket("t" + now, 0, now, 1 + random.nextInt(cards)));
            }
            int time = now;
            held.keySet().removeIf(id -> until.getOrDefault(id, 0) <= time);
            waiting.sort(Comparator.comparing(Ticket::id));
            for (Ticket own : List.copyOf(waiting)) {
                int free =
                        cards - held.values().stream().mapToInt(taken -> taken).sum();
                var pods = held.values().stream()
                        .map(taken -> Cards.on("a", taken))
                        .toList();
                int left = Line.leftFor(own, waiting, Pool.of(List.of(node("a", cards)), pods, 0), empty(cards))
                        .vacancy(own.demand())
                        .pods();
                assertTrue(left <= free, "seed " + seed);
                if (left >= own.pods()) {
                    waiting.remove(own);
                    held.put(own.id(), own.pods());
                    until.put(own.id(), now + 1 + random.nextInt(4));
                    longest = Math.max(longest, now - (int) (own.since().getEpochSecond() - START.getEpochSecond()));
                    Ticket first = waiting.stream().min(Ticket.ORDER).orElse(own);
                    assertTrue(
                            Ticket.ORDER.compare(own, first) <= 0 || free - own.pods() >= first.pods(),
                            "seed " + seed + ": " + own.id() + " overtook " + first.id());
                }
            }
        }
        assertEquals(List.of(), waiting, "seed " + seed + ": starved, the longest waited " + longest);
    }
}
