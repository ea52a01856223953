package io.modeldeployment.cli.history;

import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One field that differs between two revisions.
 *
 * @param field its path, for example {@code model.source.image.reference}
 * @param from value before; empty where it was absent or the default
 * @param to value after; empty likewise
 */
public record Change(String field, Optional<String> from, Optional<String> to) {
    private static final int SHARED = 10;

    /** All fields that differ. */
    public static List<Change> between(Fields before, Fields after) {
        Map<String, String> old = leaves(before);
        Map<String, String> now = leaves(after);
        var fields = new TreeSet<>(old.keySet());
        fields.addAll(now.keySet());
        return fields.stream()
                .map(field ->
                        new Change(field, Optional.ofNullable(old.get(field)), Optional.ofNullable(now.get(field))))
                .filter(change -> !change.from().equals(change.to()))
                .toList();
    }

    private static Map<String, String> leaves(Fields content) {
        var leaves = new TreeMap<String, String>();
        content.values().forEach((key, value) -> collect(key, value, leaves));
        return leaves;
    }

    private static void collect(String path, Object value, Map<String, String> leaves) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, field) -> collect(path + "." + key, field, leaves));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "[" + i + "]", list.get(i), leaves);
                }
            }
            default -> leaves.put(path, String.valueOf(value));
        }
    }

    /** In words; what both values begin with is left out when it is long. */
    public String words() {
        if (from.isEmpty()) {
            return field + " set to " + to.orElse("");
        }
        if (to.isEmpty()) {
            return field + " removed (was " + from.get() + ")";
        }
        int shared = shared(from.get(), to.get());
        String dots = shared == 0 ? "" : "…";
        return field + " " + dots + from.get().substring(shared) + " -> " + dots
                + to.get().substring(shared);
    }

    /** Length of the common beginning, up to where a new part of a name starts. */
    private static int shared(String one, String other) {
        int same = 0;
        int cut = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
            if ("/:@".indexOf(one.charAt(same - 1)) >= 0) {
                cut = same;
            }
        }
        return cut < SHARED ? 0 : cut;
    }

    /** The first few of many, in words. */
    public static String words(List<Change> changes, int most) {
        var words =
                new ArrayList<>(changes.stream().limit(most).map(Change::words).toList());
        if (changes.size() > most) {
            words.add("and " + (changes.size() - most) + " more");
        }
        return String.join("; ", words);
    }
}
