package io.modeldeployment.operator.verdict;

/** Writes names that people chose, such as labels, without the characters that states are separated by. */
final class Escape {
    private static final int DIGITS = 4;

    private Escape() {}

    /** Letters and digits of ASCII and {@code . _ -} as they are, any other character as {@code %} and four hexadecimal digits. */
    static String of(String name) {
        var escaped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
            escaped.append(plain ? String.valueOf(c) : "%%%04x".formatted((int) c));
        }
        return escaped.toString();
    }

    /** @throws IllegalArgumentException if digits are missing */
    static String undo(String escaped) {
        var name = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '%') {
                name.append(c);
                continue;
            }
            if (i + DIGITS >= escaped.length()) {
                throw new IllegalArgumentException("'" + escaped + "' ends within an escaped character");
            }
            name.append((char) Integer.parseInt(escaped, i + 1, i + 1 + DIGITS, 16));
            i += DIGITS;
        }
        return name.toString();
    }
}
