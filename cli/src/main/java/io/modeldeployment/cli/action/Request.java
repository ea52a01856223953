package io.modeldeployment.cli.action;

import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.cli.view.RolloutView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An action as the operator reads it from the annotation.
 *
 * @param revision hash of the candidate that is meant
 * @param step index from 0 of the step that is meant; empty: whichever it is
 * @param id what tells it from every other one
 */
public record Request(Verb verb, String revision, Optional<Long> step, String id) {
    /** The request that {@code verb} makes of the rollout as it is. */
    public static Request of(Verb verb, RolloutView rollout, String id) {
        return new Request(
                verb, rollout.candidate().orElse(""), verb.isForOneStep() ? rollout.stepIndex() : Optional.empty(), id);
    }

    /** The annotation's value. */
    public String text() {
        return verb.word() + ";revision=" + revision
                + step.map(index -> ";step=" + index).orElse("") + ";id=" + id;
    }

    /**
     * The patch that writes it, if the resource is still as {@code rollout} says: the API server refuses it otherwise,
     * so nobody overwrites what somebody else asked for in between.
     */
    public Map<String, Object> patch(RolloutView rollout) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        rollout.object()
                .text("metadata", "resourceVersion")
                .ifPresent(version -> metadata.put("resourceVersion", version));
        metadata.put("annotations", Map.of(ModelDeployment.ACTION_ANNOTATION, text()));
        return Map.of("metadata", metadata);
    }

    /** Whether {@code later}, made after another look, still means the same. */
    public boolean meansTheSameAs(Request later) {
        return revision.equals(later.revision) && step.equals(later.step);
    }

    /** What was asked last and has not been answered yet. */
    public static Optional<String> unanswered(RolloutView rollout) {
        String answered = rollout.lastAction().text("id").orElse("");
        return rollout.object()
                .annotation(ModelDeployment.ACTION_ANNOTATION)
                .filter(text -> !text.isBlank())
                .filter(text -> !text.equals(answered) && !id(text).equals(answered));
    }

    private static String id(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(part -> part.startsWith("id="))
                .map(part -> part.substring("id=".length()))
                .findFirst()
                .orElse(text);
    }
}
