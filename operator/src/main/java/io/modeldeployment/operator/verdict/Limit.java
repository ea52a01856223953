package io.modeldeployment.operator.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as a person wrote it: {@code 1%}, {@code 300ms}, {@code 0.5s} or {@code 0.97}.
 *
 * @param value what is compared: a share for a percentage, seconds for a time
 * @param unit how it is shown
 */
public record Limit(double value, Unit unit) {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,15}(?:\\.[0-9]{1,15})?)(%|ms|s)?");
    private static final MathContext SHOWN = new MathContext(6);

    /** What the number is of. */
    public enum Unit {
        NONE("", 1),
        PERCENT("%", 100),
        MILLISECONDS("ms", 1000),
        SECONDS("s", 1);

        private final String sign;
        private final double times;

        Unit(String sign, double times) {
            this.sign = sign;
            this.times = times;
        }

        private static Unit of(String sign) {
            for (Unit unit : values()) {
                if (unit.sign.equals(sign)) {
                    return unit;
                }
            }
            throw new IllegalArgumentException("unknown unit " + sign);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not finite */
    public Limit {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a limit has to be a number, not " + value);
        }
    }

    /** @throws IllegalArgumentException with what to write instead */
    public static Limit parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write a number such as 1%, 300ms, 0.5s or 0.97, not " + text);
        }
        Unit unit = Unit.of(matcher.group(2) == null ? "" : matcher.group(2));
        return new Limit(Double.parseDouble(matcher.group(1)) / unit.times, unit);
    }

    /** Another value in this limit's unit. */
    String show(double other) {
        if (Double.isInfinite(other)) {
            return other > 0 ? "more than can be told" : "less than can be told";
        }
        return new BigDecimal(other * unit.times)
                        .round(SHOWN)
                        .stripTrailingZeros()
                        .toPlainString()
                + unit.sign;
    }

    @Override
    public String toString() {
        return show(value);
    }
}
