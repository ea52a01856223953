package io.modeldeployment.operator.analysis;

import java.util.OptionalDouble;

/** What one measurement gave. */
public sealed interface Reading {
    /** A number; infinite, but never NaN. */
    record Value(double value) implements Reading {
        public Value {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("NaN is no value");
            }
        }
    }

    /** None; {@code why} says what to do about it, in one line. */
    record None(String why) implements Reading {}

    /** The value, or why there is none; NaN is none. */
    static Reading of(OptionalDouble value, String otherwise) {
        if (value.isEmpty()) {
            return new None(otherwise);
        }
        return Double.isNaN(value.getAsDouble()) ? new None("the value is NaN") : new Value(value.getAsDouble());
    }
}
