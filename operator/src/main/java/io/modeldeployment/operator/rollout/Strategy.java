package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * How a candidate takes over: the steps, and how long pods without traffic are kept.
 *
 * @param kind for display and for the preview Service
 * @param steps in order; after the last one the candidate is promoted
 * @param retireDelay how long the former stable pods outlive the promotion
 * @param abortDelay how long the pods of an aborted candidate are kept
 * @param goesOnUnclear an analysis that is inconclusive holds nothing
 * @param verification what happens after the switch; empty: nothing
 * @param approved the candidate that need not wait for a person any more
 */
public record Strategy(
        Kind kind,
        List<Step> steps,
        Duration retireDelay,
        Duration abortDelay,
        boolean goesOnUnclear,
        Optional<Verification> verification,
        Optional<RevisionHash> approved) {
    /**
     * An analysis after the switch.
     *
     * @param goesOnUnclear promotes for good when it is inconclusive, instead of waiting for a person
     */
    public record Verification(boolean goesOnUnclear) {}

    /** The strategies that a user can choose. */
    public enum Kind {
        /** Traffic moves in steps. */
        CANARY,
        /** Traffic moves at once. */
        BLUE_GREEN
    }

    public Strategy {
        steps = List.copyOf(steps);
    }

    /** One whose steps say whether an inconclusive analysis holds anything. */
    public Strategy(Kind kind, List<Step> steps, Duration retireDelay, Duration abortDelay) {
        this(
                kind,
                steps,
                retireDelay,
                abortDelay,
                steps.stream().anyMatch(step -> step instanceof Step.Analyze(boolean goesOn) && goesOn),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the spec has approved {@code candidate}. */
    boolean approves(RevisionHash candidate) {
        return approved.filter(candidate::equals).isPresent();
    }

    /** The steps as a candidate's course. */
    Course.Steps course() {
        return new Course.Steps(steps.stream().map(Step::words).toList());
    }

    /** The weight in percent that the candidate has once the steps before {@code index} and the one at it are done. */
    int weightAt(int index) {
        if (index >= steps.size()) {
            return 100;
        }
        for (int i = index; i >= 0; i--) {
            if (steps.get(i) instanceof Step.SetWeight(int percent)) {
                return percent;
            }
        }
        return 0;
    }

    /**
     * What goes to the candidate beside its weight once the steps before {@code index} and the one at it are done; nothing
     * where it has everything anyhow, and nothing after the last step (rule 12).
     */
    Detours detoursAt(int index, RevisionHash candidate) {
        if (weightAt(index) >= 100) {
            return Detours.NONE;
        }
        int mirrored = 0;
        var headers = new LinkedHashMap<String, Detours.HeaderRoute>();
        for (Step step : steps.subList(0, index + 1)) {
            switch (step) {
                case Step.SetMirror(int percent) -> mirrored = percent;
                case Step.SetHeaderRoute(var name, var matches) when matches.isEmpty() -> headers.remove(name);
                case Step.SetHeaderRoute(var name, var matches) ->
                    headers.put(name, new Detours.HeaderRoute(candidate, matches));
                default -> {}
            }
        }
        Optional<Detours.Mirror> mirror =
                mirrored == 0 ? Optional.empty() : Optional.of(new Detours.Mirror(candidate, mirrored));
        return new Detours(mirror, List.copyOf(headers.values()));
    }

    /** Whether the step at {@code index} is a pause. */
    public boolean isPause(int index) {
        return index < steps.size() && steps.get(index) instanceof Step.Pause;
    }

    /** Whether the step at {@code index} waits for a judgement of the candidate's answers. */
    public boolean isJudged(int index) {
        return index < steps.size()
                && (steps.get(index) instanceof Step.Evaluate || steps.get(index) instanceof Step.Analyze);
    }

    /** Whether the step at {@code index} is that in which the candidate is evaluated without traffic. */
    public boolean isEvaluated(int index) {
        return index < steps.size() && steps.get(index) instanceof Step.Evaluate;
    }

    /** Whether the candidate has got as far by the step at {@code index} that its analysis has something to measure. */
    public boolean isMeasuredAt(int index) {
        boolean waits = index < steps.size() && steps.get(index) instanceof Step.Analyze;
        return waits || kind == Kind.CANARY && index > 0 && weightAt(index - 1) > 0;
    }

    /** Candidate pods that the last preview or scale up to {@code index} asks for; empty: the weight decides alone. */
    Optional<Integer> podsAskedAt(int index, int replicas) {
        for (int i = Math.min(index, steps.size() - 1); i >= 0; i--) {
            if (steps.get(i) instanceof Step.Preview(int pods)) {
                return Optional.of(pods);
            }
            if (steps.get(i) instanceof Step.Scale(var pods)) {
                return pods.of(replicas);
            }
        }
        return Optional.empty();
    }
}
