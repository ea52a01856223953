package io.modeldeployment.cli.history;

import io.fabric8.kubernetes.api.model.Quantity;
import io.modeldeployment.cli.view.Fields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merge patch that leads a spec back to the content of a revision. What is equal by value is left as it is written;
 * what the content does not have is removed, and is a default again. A patch says "remove" by null.
 */
public final class Restoring {
    /** The parts of a spec that make a revision. */
    private static final List<String> PARTS = List.of("model", "server", "scheduling", "imagePullSecrets");

    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti");

    private Restoring() {}

    /** The patch of {@code spec}; without entries when it has that content, apart from defaults. */
    public static Map<String, @Nullable Object> patch(Fields spec, Fields content) {
        Set<String> parts = new LinkedHashSet<>(PARTS);
        parts.addAll(content.values().keySet());
        var current = new LinkedHashMap<String, Object>();
        parts.forEach(part -> spec.value(part).ifPresent(value -> current.put(part, value)));
        return differences(current, content.values());
    }

    private static Map<String, @Nullable Object> differences(Map<?, ?> current, Map<?, ?> wanted) {
        var patch = new LinkedHashMap<String, @Nullable Object>();
        wanted.forEach((key, value) -> {
            Object now = current.get(key);
            if (now instanceof Map<?, ?> from && value instanceof Map<?, ?> to) {
                var inner = differences(from, to);
                if (!inner.isEmpty()) {
                    patch.put(String.valueOf(key), inner);
                }
            } else if (now == null || !same(now, value)) {
                patch.put(String.valueOf(key), written(value));
            }
        });
        current.keySet().stream()
                .filter(key -> !wanted.containsKey(key))
                .forEach(key -> patch.put(String.valueOf(key), null));
        return patch;
    }

    /** Whether two values mean the same; quantities are stored as numbers, whatever their unit was. */
    private static boolean same(Object one, Object other) {
        if (one instanceof Map<?, ?> from && other instanceof Map<?, ?> to) {
            return from.keySet().equals(to.keySet())
                    && from.entrySet().stream()
                            .allMatch(entry -> same(entry.getValue(), Objects.requireNonNull(to.get(entry.getKey()))));
        }
        if (one instanceof List<?> from && other instanceof List<?> to) {
            if (from.size() != to.size()) {
                return false;
            }
            for (int i = 0; i < from.size(); i++) {
                if (!same(from.get(i), to.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (other instanceof Number && (one instanceof Number || one instanceof String)) {
            return amount(one)
                    .flatMap(amount -> amount(other).map(wanted -> amount.compareTo(wanted) == 0))
                    .orElse(false);
        }
        return one.equals(other);
    }

    private static Optional<BigDecimal> amount(Object value) {
        try {
            return Optional.of(new Quantity(String.valueOf(value)).getNumericalAmount());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Object written(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new HashMap<String, Object>();
                map.forEach((key, field) -> copy.put(
                        String.valueOf(key),
                        key.equals("limits") || key.equals("requests") ? quantities(field) : written(field)));
                yield copy;
            }
            case Collection<?> list -> list.stream().map(Restoring::written).toList();
            default -> value;
        };
    }

    private static Object quantities(Object amounts) {
        var written = new HashMap<String, Object>();
        Fields.of(amounts).values().forEach((resource, amount) -> written.put(resource, quantity(amount)));
        return written;
    }

    /** A quantity as people write it: 512Mi, 500m, 2. */
    static String quantity(Object amount) {
        BigDecimal number = new BigDecimal(String.valueOf(amount));
        if (number.stripTrailingZeros().scale() > 0) {
            BigDecimal milli = number.movePointRight(3).stripTrailingZeros();
            return milli.scale() > 0 ? number.toPlainString() : milli.toPlainString() + "m";
        }
        BigInteger whole = number.toBigIntegerExact();
        int unit = 0;
        while (unit < BINARY.size() - 1 && whole.signum() > 0 && whole.mod(KIBI).signum() == 0) {
            whole = whole.divide(KIBI);
            unit++;
        }
        return whole + BINARY.get(unit);
    }
}
