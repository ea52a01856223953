package io.modeldeployment.operator.analysis;

import java.util.Map;

/** What stands for the revisions and the ModelDeployment in the texts of a check. */
public record Placeholders(Map<String, String> values) {
    /** Copies the map. */
    public Placeholders {
        values = Map.copyOf(values);
    }

    static Placeholders of(AnalysisKey key) {
        return new Placeholders(Map.of(
                "candidate", key.candidate().value(),
                "stable", key.stable().value(),
                "name", key.name(),
                "namespace", key.namespace()));
    }

    /** The text with each {@code {{word}}} that is known replaced. */
    public String fill(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }
}
