package io.modeldeployment.operator.schedule;

/**
 * A taint that a pod puts up with, by the rules of Kubernetes.
 *
 * @param key empty: every key, with the operator Exists
 * @param operator Exists or Equal; empty means Equal
 * @param effect empty: every effect
 */
public record Tolerance(String key, String operator, String value, String effect) {
    /** Whether it covers {@code taint}. An operator that is not known covers nothing. */
    boolean covers(Taint taint) {
        boolean effectFits = effect.isEmpty() || effect.equals(taint.effect());
        boolean keyFits = key.isEmpty() ? "Exists".equals(operator) : key.equals(taint.key());
        return effectFits
                && keyFits
                && switch (operator) {
                    case "Exists" -> true;
                    case "", "Equal" -> value.equals(taint.value());
                    default -> false;
                };
    }
}
