package io.modeldeployment.operator.verdict;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What both arms counted of one metric in the same few seconds. */
public record MetricBlock(ArmCounts stable, ArmCounts candidate) {
    /** Nothing counted. */
    public static final MetricBlock NONE = new MetricBlock(ArmCounts.NONE, ArmCounts.NONE);

    /** One event that needs no name, such as an error. */
    public static MetricBlock of(Block block) {
        return new MetricBlock(
                new ArmCounts(block.stableRequests(), Map.of("", block.stableEvents())),
                new ArmCounts(block.candidateRequests(), Map.of("", block.candidateEvents())));
    }

    boolean hasBothArms() {
        return stable.requests() > 0 && candidate.requests() > 0;
    }

    /** Events that both arms count: servers of two releases may have different latency bounds. */
    Set<String> shared() {
        Set<String> shared = new TreeSet<>(stable.events().keySet());
        shared.retainAll(candidate.events().keySet());
        return shared;
    }

    /** Events that at least one arm has counted. */
    Set<String> seen() {
        Set<String> seen = new TreeSet<>(stable.events().keySet());
        seen.addAll(candidate.events().keySet());
        seen.removeIf(event -> stable.of(event) + candidate.of(event) == 0);
        return seen;
    }

    /** The counts of one event. */
    public Block block(String event) {
        return block(stable.of(event), candidate.of(event));
    }

    /** Every event that is not among the {@code known}. */
    Block others(Collection<String> known) {
        return block(others(stable, known), others(candidate, known));
    }

    private static long others(ArmCounts arm, Collection<String> known) {
        return arm.events().entrySet().stream()
                .filter(event -> !known.contains(event.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Counters are not read all at the same instant, so that events may be ahead of requests by the one under way. */
    private Block block(long stableEvents, long candidateEvents) {
        return new Block(
                Math.min(stable.requests(), Block.MOST),
                Math.min(stableEvents, Math.min(stable.requests(), Block.MOST)),
                Math.min(candidate.requests(), Block.MOST),
                Math.min(candidateEvents, Math.min(candidate.requests(), Block.MOST)));
    }
}
