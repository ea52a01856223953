package io.modeldeployment.operator.verdict;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One metric between the arms. Its E is staked in parts on each of the metric's events, in equal shares at first, so that many
 * events cost no more false alarms than one: an average of e-values is an e-value.
 *
 * @param metric what is compared
 * @param comparisons by event
 * @param samples what was compared so far: blocks in which both arms answered
 * @param peak the largest logarithm of E so far, at least 0; an alarm once reached is not taken back
 */
public record MetricTest(Metric metric, SortedMap<String, Comparison> comparisons, Samples samples, double peak) {
    /** Labels that had not been seen when a block began; the name of no label. */
    static final String OTHERS = "";

    /** Labels beyond these are compared as one, which bounds the state. */
    private static final int MOST_LABELS = 32;

    private static final String VERSION = "metric1";

    /** @throws IllegalArgumentException if {@code peak} is not finite or below 0 */
    public MetricTest {
        comparisons = Collections.unmodifiableSortedMap(new TreeMap<>(comparisons));
        if (!(peak >= 0 && peak <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("the largest log E has to be a number from 0, not " + peak);
        }
    }

    /** Before the first block. */
    public static MetricTest of(Metric metric) {
        return new MetricTest(metric, new TreeMap<>(), Samples.NONE, 0);
    }

    /** After one more block. A block in which an arm answered nothing leaves everything as it is. */
    public MetricTest next(MetricBlock block) {
        if (!block.hasBothArms()) {
            return this;
        }
        SortedMap<String, Comparison> ready =
                metric.learnsEvents() || !comparisons.isEmpty() ? comparisons : known(block);
        SortedMap<String, Comparison> after = new TreeMap<>();
        ready.forEach((event, comparison) -> after.put(event, next(event, comparison, block)));
        double log = after.isEmpty() ? 0 : logE(after);
        if (metric.learnsEvents()) {
            learn(after, block);
        }
        return new MetricTest(metric, after, samples.plus(block), Math.max(peak, log));
    }

    /** The natural logarithm of E. */
    public double logE() {
        return comparisons.isEmpty() ? 0 : logE(comparisons);
    }

    /** The event that E comes from most. */
    Optional<Map.Entry<String, Comparison>> strongest() {
        return comparisons.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().logStake()));
    }

    /** The event that may still be the most harmful. */
    Optional<Map.Entry<String, Comparison>> worst(double alpha) {
        return comparisons.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().worst(alpha)));
    }

    private static double logE(SortedMap<String, Comparison> comparisons) {
        return LogSum.of(
                comparisons.values().stream().mapToDouble(Comparison::logStake).toArray());
    }

    private Comparison next(String event, Comparison comparison, MetricBlock block) {
        if (!metric.learnsEvents()) {
            return block.shared().contains(event)
                    ? comparison.next(block.block(event), metric.mostEvidence())
                    : comparison;
        }
        Block counted = event.equals(OTHERS) ? block.others(comparisons.keySet()) : block.block(event);
        return comparison.next(counted, metric.mostEvidence());
    }

    /** Events that are there whatever was counted; the first block can be judged by them. */
    private SortedMap<String, Comparison> known(MetricBlock block) {
        SortedMap<String, Comparison> known = new TreeMap<>();
        int count = block.shared().size();
        for (String event : block.shared()) {
            known.put(event, Comparison.start(1.0 / count, -Math.log(count), Block.NONE, metric.isBothWays()));
        }
        return known;
    }

    /**
     * Takes up labels that this block has shown, from the next one on: a test of a label may not rest on the block that made
     * it one. They get their even share of E from those that are there, and half of what is left of alpha.
     */
    private void learn(SortedMap<String, Comparison> comparisons, MetricBlock block) {
        List<String> fresh = block.seen().stream()
                .filter(label -> !label.equals(OTHERS) && !comparisons.containsKey(label))
                .sorted(Comparator.comparing(
                        label -> -block.stable().of(label) - block.candidate().of(label)))
                .limit(Math.max(0, MOST_LABELS - comparisons.size()))
                .collect(Collectors.toList());
        boolean first = comparisons.isEmpty();
        if (fresh.isEmpty()) {
            return;
        }
        double logE = first ? 0 : logE(comparisons);
        double left = Math.max(
                0,
                1
                        - comparisons.values().stream()
                                .mapToDouble(Comparison::alphaShare)
                                .sum());
        if (first) {
            fresh.add(OTHERS);
        }
        int count = comparisons.size() + fresh.size();
        comparisons.replaceAll((_, comparison) -> comparison.staked(Math.log1p(-(double) fresh.size() / count)));
        for (String label : fresh) {
            Block known = label.equals(OTHERS) ? Block.NONE : block.block(label);
            comparisons.put(
                    label,
                    Comparison.start(left / 2 / fresh.size(), logE - Math.log(count), known, metric.isBothWays()));
        }
    }

    /** Everything as a short text, exactly: some 150 characters an event. */
    public String toText() {
        return Fields.join(VERSION, metric, peak, samples.stable(), samples.candidate())
                + comparisons.entrySet().stream()
                        .map(entry -> "|"
                                + Fields.join(
                                        Escape.of(entry.getKey()),
                                        entry.getValue().fields()))
                        .collect(Collectors.joining());
    }

    /** The test that {@link #toText} wrote. */
    public static Parsed<MetricTest> parse(String text) {
        return Parsed.of(text, MetricTest::read);
    }

    private static MetricTest read(String text) {
        List<String> lines = List.of(text.split("\\|", -1));
        Fields head = Fields.of(lines.getFirst(), VERSION);
        Metric metric = Metric.valueOf(head.text());
        double peak = head.number();
        var samples = new Samples(head.count(), head.count());
        head.end();
        SortedMap<String, Comparison> comparisons = new TreeMap<>();

        for (String line : lines.subList(1, lines.size())) {
            Fields fields = Fields.of(line);
            String event = Escape.undo(fields.text());
            if (comparisons.put(event, Comparison.read(fields, metric.isBothWays())) != null) {
                throw new IllegalArgumentException("has the event '%s' twice".formatted(event));
            }
        }
        return new MetricTest(metric, comparisons, samples, peak);
    }
}
