package io.modeldeployment.cli.action;

import io.modeldeployment.cli.view.RolloutView;
import io.modeldeployment.cli.view.StepView;
import java.util.List;
import java.util.Optional;

/**
 * What cannot be meant is refused before anything is written, with what to do instead. The operator judges all the same;
 * what this plugin does not know is left to it.
 */
public final class Refusal {
    private Refusal() {}

    /** Why {@code verb} has nothing to act on; empty when the operator may be asked. */
    public static Optional<String> of(Verb verb, RolloutView rollout) {
        String stable = rollout.stable().orElse("stable");
        String candidate = rollout.candidate().orElse("");
        return switch (rollout.stage()) {
            case "" ->
                Optional.of("the operator has not said anything about " + rollout.name()
                        + " yet; 'kubectl mdep check' says whether it runs");
            case "Initial" ->
                Optional.of("the first revision of " + rollout.name()
                        + " starts and has nothing to return to; change the spec instead");
            case "Stable" -> Optional.of(atRest(rollout, stable));
            case "Promoting" ->
                when(verb != Verb.ABORT, "revision " + candidate + " is being promoted: only abort is possible");
            case "Verifying" ->
                when(
                        verb == Verb.PAUSE || verb == Verb.RETRY,
                        "revision " + candidate + " has all traffic and is analysed: only promote --full and abort are "
                                + "possible");
            case "RollingBack" -> Optional.of("traffic is already on its way back to " + stable);
            case "Failed" ->
                when(verb != Verb.RETRY, "revision " + candidate + " was aborted: write retry, or change the spec");
            case "Progressing" -> progressing(verb, rollout);
            default -> Optional.empty();
        };
    }

    private static String atRest(RolloutView rollout, String stable) {
        return rollout.reason("Ready").filter("PausedBySpec"::equals).isPresent()
                ? "a new revision waits since spec.paused is true: set it to false"
                : "no rollout is under way: revision " + stable + " is fully promoted";
    }

    private static Optional<String> progressing(Verb verb, RolloutView rollout) {
        boolean held = rollout.object().isTrue("status", "rollout", "held");
        return switch (verb) {
            case RETRY -> Optional.of("the rollout is under way; retry is for an aborted one");
            case PROMOTE ->
                waiting(rollout)
                        .map(step -> step + " is not a pause, it waits for pods;"
                                + " promote --full skips what is left of the steps");
            case RESUME ->
                held
                        ? Optional.empty()
                        : waiting(rollout)
                                .map(step -> rollout.object().isTrue("spec", "paused")
                                        ? "spec.paused holds the rollout: set it to false"
                                        : "the rollout is not paused, " + step + " waits for pods");
            default -> Optional.empty();
        };
    }

    /**
     * The current step in words, if it is for certain one that ends by itself and not by a person: an analysis that is inconclusive takes one
     * at any step.
     */
    private static Optional<String> waiting(RolloutView rollout) {
        if (rollout.object()
                .text("status", "analysis", "verdict")
                .filter("Inconclusive"::equals)
                .isPresent()) {
            return Optional.empty();
        }
        List<StepView> steps = StepView.of(rollout.object().at("spec"));
        int index = rollout.stepIndex().orElse(-1L).intValue();
        if (index < 0 || index >= steps.size()) {
            return when(index >= steps.size(), "the promotion after the last step");
        }
        String words = steps.get(index).words();
        return when(
                words.startsWith("setWeight ") || words.startsWith("preview ") || words.startsWith("scale "),
                "step " + (index + 1) + " (" + words + ")");
    }

    private static Optional<String> when(boolean refused, String message) {
        return refused ? Optional.of(message) : Optional.empty();
    }
}
