package io.modeldeployment.cli.view;

import java.util.List;
import java.util.Optional;

/** A ModelDeployment as people ask about it; nothing here is more than a name for a field. */
public record RolloutView(Fields object) {
    /** Fields of the status whose content is a verdict about a candidate, in the order in which they are shown. */
    private static final List<String> VERDICTS = List.of("analysis", "evaluation", "verdicts");

    /** {@code metadata.name}. */
    public String name() {
        return object.name();
    }

    /** {@code metadata.namespace}. */
    public String namespace() {
        return object.namespace();
    }

    /** One word for people. */
    public String phase() {
        return object.text("status", "phase").orElse("Unknown");
    }

    /** What is going on, in a sentence. */
    public String message() {
        return object.text("status", "message").orElse("");
    }

    /** Where the rollout is: Initial, Stable, Progressing, Promoting, Verifying, RollingBack, Failed. */
    public String stage() {
        return object.text("status", "rollout", "stage").orElse("");
    }

    /** Hash of the revision that was last promoted. */
    public Optional<String> stable() {
        return object.text("status", "stableRevision");
    }

    /** Hash of the revision on its way, or aborted. */
    public Optional<String> candidate() {
        return object.text("status", "candidateRevision");
    }

    /** Index from 0 of the current step, while there is one. */
    public Optional<Long> stepIndex() {
        return object.number("status", "rollout", "stepIndex");
    }

    /** Status of a condition such as Ready. */
    public Optional<String> condition(String type) {
        return conditionOf(type).flatMap(condition -> condition.text("status"));
    }

    /** Reason of a condition such as Ready. */
    public Optional<String> reason(String type) {
        return conditionOf(type).flatMap(condition -> condition.text("reason"));
    }

    private Optional<Fields> conditionOf(String type) {
        return object.list("status", "conditions").stream()
                .filter(condition -> condition.text("type").filter(type::equals).isPresent())
                .findFirst();
    }

    /** What was made of the last action; no fields where there was none. */
    public Fields lastAction() {
        return object.at("status", "lastHandledAction");
    }

    /** The names of the verdicts that the status has. */
    public List<String> verdicts() {
        return VERDICTS.stream()
                .filter(key -> object.value("status", key).isPresent())
                .toList();
    }

    /** The part that a revision has. */
    public Role role(String hash) {
        if (stable().filter(hash::equals).isPresent()) {
            return Role.STABLE;
        }
        if (candidate().filter(hash::equals).isEmpty()) {
            return Role.RETIRED;
        }
        return stage().equals("Failed") || stage().equals("RollingBack") ? Role.ABORTED : Role.CANDIDATE;
    }

    /** The share of the traffic in percent that is aimed at for a revision with a part in it. */
    public Optional<Long> weight(String hash) {
        return switch (role(hash)) {
            case STABLE -> object.number("status", "weights", "stable");
            case CANDIDATE, ABORTED -> object.number("status", "weights", "candidate");
            case RETIRED -> Optional.empty();
        };
    }
}
