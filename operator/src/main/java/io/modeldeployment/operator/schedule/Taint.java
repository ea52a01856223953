package io.modeldeployment.operator.schedule;

/**
 * What keeps pods off a node that do not tolerate it.
 *
 * @param effect NoSchedule, PreferNoSchedule or NoExecute
 */
public record Taint(String key, String value, String effect) {
    /** The one that stands for a node that was cordoned off. */
    static final Taint UNSCHEDULABLE = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    /** Whether it keeps new pods off; a preference does not. */
    boolean repels() {
        return "NoSchedule".equals(effect) || "NoExecute".equals(effect);
    }

    @Override
    public String toString() {
        return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
    }
}
