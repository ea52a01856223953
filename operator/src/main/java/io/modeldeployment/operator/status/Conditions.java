package io.modeldeployment.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects conditions; one whose status stays keeps its time of transition. */
final class Conditions {
    private final List<Condition> previous;
    private final long generation;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();

    Conditions(List<Condition> previous, long generation, Instant now) {
        this.previous = List.copyOf(previous);
        this.generation = generation;
        this.now = now;
    }

    Conditions add(String type, boolean status, String reason, String message) {
        return add(type, status ? "True" : "False", reason, message);
    }

    /** Adds one that may be unknown too. */
    Conditions add(String type, Optional<Boolean> status, String reason, String message) {
        return add(type, status.map(known -> known ? "True" : "False").orElse("Unknown"), reason, message);
    }

    private Conditions add(String type, String word, String reason, String message) {
        Optional<String> since = previous.stream()
                .filter(condition -> type.equals(condition.getType()) && word.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst();
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(word)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(
                        since.orElse(now.truncatedTo(ChronoUnit.SECONDS).toString()))
                .build());
        return this;
    }

    /** Adds a condition that, as kstatus wants it, is there only when it is true. */
    Conditions addWhen(boolean status, String type, String reason, String message) {
        return status ? add(type, true, reason, message) : this;
    }

    /** Keeps conditions as they were last written, but for these. */
    Conditions keepAllBut(Set<String> types) {
        previous.stream()
                .filter(condition -> !types.contains(condition.getType()))
                .forEach(conditions::add);
        return this;
    }

    List<Condition> list() {
        return List.copyOf(conditions);
    }
}
