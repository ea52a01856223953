package io.modeldeployment.operator.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One line of Prometheus' text format: a name, labels and a finite value. */
record MetricSample(String name, Map<String, String> labels, double value) {
    MetricSample {
        labels = Map.copyOf(labels);
    }

    /** The label's value; empty where it has none. */
    String label(String key) {
        return labels.getOrDefault(key, "");
    }

    /** Reads a line; empty for comments, values that are not finite, and what is not in the format. */
    static Optional<MetricSample> parse(String line) {
        if (line.isEmpty() || line.charAt(0) == '#') {
            return Optional.empty();
        }
        int brace = line.indexOf('{');
        int end = brace < 0 ? line.indexOf(' ') : endOfLabels(line, brace);
        if (end <= 0) {
            return Optional.empty();
        }
        String name = brace < 0 ? line.substring(0, end) : line.substring(0, brace);
        Map<String, String> labels = brace < 0 ? Map.of() : labels(line.substring(brace + 1, end));
        String[] rest = line.substring(brace < 0 ? end : end + 1).strip().split(" ", 2);
        try {
            double value = Double.parseDouble(rest[0]);
            return Double.isFinite(value) ? Optional.of(new MetricSample(name, labels, value)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The index of the brace that ends the labels, not one within a quoted value; -1 where there is none. */
    private static int endOfLabels(String line, int brace) {
        boolean quoted = false;
        for (int i = brace + 1; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case '\\' -> i += quoted ? 1 : 0;
                case '"' -> quoted = !quoted;
                case '}' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {
                    // Part of a name or a value.
                }
            }
        }
        return -1;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf("=\"", at);
            if (equals < 0) {
                break;
            }
            String key = text.substring(at, equals).strip();
            StringBuilder value = new StringBuilder();
            int i = equals + 2;
            for (; i < text.length() && text.charAt(i) != '"'; i++) {
                boolean escaped = text.charAt(i) == '\\' && i + 1 < text.length();
                value.append(escaped ? unescaped(text.charAt(++i)) : text.charAt(i));
            }
            labels.put(key, value.toString());
            at = i + 1;
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ')) {
                at++;
            }
        }
        return labels;
    }

    private static char unescaped(char letter) {
        return letter == 'n' ? '\n' : letter;
    }
}
