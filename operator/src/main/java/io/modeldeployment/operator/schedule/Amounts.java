package io.modeldeployment.operator.schedule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * Amounts of resources, in thousandths, so that half a processor is a whole number.
 *
 * @param thousandths by the name of the resource, as in a pod's requests
 */
public record Amounts(Map<String, Long> thousandths) {
    /** None of anything. */
    public static final Amounts NONE = new Amounts(Map.of());

    public Amounts {
        thousandths = Map.copyOf(thousandths);
    }

    /** How much of {@code resource}. */
    public long of(String resource) {
        return thousandths.getOrDefault(resource, 0L);
    }

    /** Both together. */
    public Amounts plus(Amounts other) {
        return merged(other, Long::sum);
    }

    /** The greater of both, resource by resource. */
    public Amounts atLeast(Amounts other) {
        return merged(other, Math::max);
    }

    /** What is left without {@code other}; may be below zero. */
    Amounts minus(Amounts other) {
        return merged(other, (one, two) -> one - two);
    }

    private Amounts merged(Amounts other, LongBinaryOperator both) {
        var all = new TreeMap<>(thousandths);
        other.thousandths
                .keySet()
                .forEach(resource -> all.put(resource, both.applyAsLong(of(resource), other.of(resource))));
        return new Amounts(all);
    }

    /** How often this fits into {@code free}. */
    int timesIn(Amounts free) {
        return thousandths.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .mapToInt(entry ->
                        (int) Math.max(0, Math.min(Integer.MAX_VALUE, free.of(entry.getKey()) / entry.getValue())))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** The resources, devices first, of which {@code free} has too little for this. */
    List<String> lackingIn(Amounts free) {
        return thousandths.keySet().stream()
                .filter(resource -> free.of(resource) < of(resource))
                .sorted((one, other) ->
                        isDevice(one) == isDevice(other) ? one.compareTo(other) : isDevice(one) ? -1 : 1)
                .toList();
    }

    /** The devices among them. */
    public List<String> devices() {
        return thousandths.keySet().stream().filter(Amounts::isDevice).sorted().toList();
    }

    /** Extended resources have a domain in their name; processors and memory have none. */
    static boolean isDevice(String resource) {
        return resource.contains("/");
    }
}
