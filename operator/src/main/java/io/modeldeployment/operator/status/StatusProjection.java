package io.modeldeployment.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.api.v1.RecoveryStatus;
import io.modeldeployment.api.v1.Weights;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.Plan;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RevisionView;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Projects a plan and what was seen onto the status that users and tools read. */
public final class StatusProjection {
    private final ModelDeployment resource;
    private final RolloutPolicy policy;
    private final Observation seen;
    private final Instant now;
    private final Optional<Integer> requests;

    /** For one pass over {@code resource}. */
    public StatusProjection(ModelDeployment resource, RolloutPolicy policy, Observation seen, Instant now) {
        this.resource = resource;
        this.policy = policy;
        this.seen = seen;
        this.now = now;
        this.requests = Optional.empty();
    }

    private StatusProjection(StatusProjection other, Optional<Integer> requests) {
        this.resource = other.resource;
        this.policy = other.policy;
        this.seen = other.seen;
        this.now = other.now;
        this.requests = requests;
    }

    /** The same with the share in percent that the candidate had of the requests lately. */
    public StatusProjection withRequests(Optional<Integer> percent) {
        return new StatusProjection(this, percent);
    }

    /**
     * The status after {@code plan}.
     *
     * @param facts what else there is to say
     */
    public ModelDeploymentStatus of(Plan plan, Facts facts) {
        RolloutState state = plan.next().state().orElseThrow();
        return new ModelDeploymentStatus(
                resource.getMetadata().getGeneration(),
                phase(state, plan),
                plan.message(),
                policy.strategy().kind() == Strategy.Kind.CANARY ? "Canary" : "BlueGreen",
                sum(RevisionView::pods),
                sum(RevisionView::available),
                seen.of(policy.wanted()).pods(),
                facts.selector(),
                state.stableRevision().map(RevisionHash::value).orElse(null),
                state.candidateRevision().map(RevisionHash::value).orElse(null),
                facts.color().orElse(null),
                step(state),
                weights(state, plan.weight()),
                RolloutCodec.write(plan.next()),
                facts.judged().analysis(),
                facts.collisions() == 0 ? null : facts.collisions(),
                RolloutCodec.write(plan.next().lastAction()),
                facts.judged().evaluation(),
                facts.recovery(),
                facts.model().status(),
                facts.backups().map(CareCodec::write).orElse(null),
                conditions(state, plan, facts));
    }

    /**
     * What the status says beside the plan.
     *
     * @param selector label selector of all pods, for the scale subresource
     * @param color colour of the stable revision, with blueGreen
     * @param collisions how often two revisions had the same hash
     * @param judged what became of the candidate's judgements
     * @param autoscaler empty: the spec asks for none
     * @param recovery what was done by itself about what stopped answering; null: nothing
     * @param model what became of the wanted revision's model
     * @param schedulable empty: the spec asks for no accelerator
     * @param backups empty: the spec asks for none
     * @param denied what the operator was not allowed, and what to do
     */
    public record Facts(
            String selector,
            Optional<String> color,
            int collisions,
            JudgedStatus judged,
            Optional<AutoscalerReport> autoscaler,
            @Nullable RecoveryStatus recovery,
            ModelProjection model,
            Optional<SchedulableReport> schedulable,
            Optional<CarePlan> backups,
            Optional<String> denied) {}

    /**
     * What the status says of a candidate's judgements.
     *
     * @param evaluation of the last golden set
     * @param analysis of the last comparison with stable
     */
    public record JudgedStatus(
            @Nullable EvaluationStatus evaluation, @Nullable AnalysisStatus analysis) {
        /** Neither. */
        public static final JudgedStatus NONE = new JudgedStatus(null, null);

        /** As it was last written. */
        public static JudgedStatus of(ModelDeployment resource) {
            ModelDeploymentStatus last = resource.getStatus();
            return last == null ? NONE : new JudgedStatus(last.evaluation(), last.analysis());
        }
    }

    private Phase phase(RolloutState state, Plan plan) {
        return switch (state) {
            case RolloutState.Initial _ -> plan.stalled().isPresent() ? Phase.DEGRADED : Phase.PENDING;
            case RolloutState.Stable(var stable)
            when stable.equals(policy.wanted()) -> isServing(stable) ? Phase.HEALTHY : Phase.DEGRADED;
            case RolloutState.Stable _ -> Phase.PAUSED;
            case RolloutState.Progressing progressing -> isWaiting(progressing) ? Phase.PAUSED : Phase.PROGRESSING;
            case RolloutState.Promoting _ -> Phase.PROGRESSING;
            case RolloutState.Verifying _ -> isVerificationHeld() ? Phase.PAUSED : Phase.PROGRESSING;
            case RolloutState.RollingBack _, RolloutState.Failed _ -> Phase.DEGRADED;
        };
    }

    private boolean isWaiting(RolloutState.Progressing state) {
        return policy.paused()
                || state.held()
                || policy.strategy().isPause(state.step())
                || seen.waitsForAPerson(policy.strategy(), state.step());
    }

    private boolean isVerificationHeld() {
        return policy.paused() || seen.judgements().analysis() instanceof Judgement.Unclear;
    }

    private boolean isServing(RevisionHash revision) {
        return seen.of(revision).available() >= policy.replicas() && gatewaysFollow();
    }

    private boolean gatewaysFollow() {
        return policy.gateway().isEmpty() || seen.gateway().isAcknowledged();
    }

    private @Nullable String step(RolloutState state) {
        int steps = policy.strategy().steps().size();
        return switch (state) {
            case RolloutState.Progressing progressing -> Math.min(progressing.step() + 1, steps) + "/" + steps;
            case RolloutState.Promoting _, RolloutState.Verifying _ -> steps + "/" + steps;
            default -> null;
        };
    }

    private Weights weights(RolloutState state, int weight) {
        return new Weights(
                state.stableRevision().isPresent() ? 100 - weight : 0,
                weight,
                policy.possibleShare(weight).orElse(null),
                policy.gateway().isPresent() ? acknowledged(state) : amongEndpoints(state),
                requests.orElse(null));
    }

    private @Nullable Integer acknowledged(RolloutState state) {
        return seen.gateway()
                .route()
                .filter(_ -> seen.gateway().isAcknowledged())
                .map(route -> state.candidateRevision().map(route::weightOf).orElse(0))
                .orElse(null);
    }

    private @Nullable Integer amongEndpoints(RolloutState state) {
        int all = sum(RevisionView::endpoints);
        int candidate = state.candidateRevision()
                .map(seen::of)
                .map(RevisionView::endpoints)
                .orElse(0);
        return all == 0 ? null : Integer.valueOf(Math.round(100f * candidate / all));
    }

    private List<Condition> conditions(RolloutState state, Plan plan, Facts facts) {
        List<Condition> previous =
                resource.getStatus() == null || resource.getStatus().conditions() == null
                        ? List.of()
                        : resource.getStatus().conditions();
        boolean promoted = state.equals(new RolloutState.Stable(policy.wanted()));
        boolean ready = promoted && isServing(policy.wanted());
        boolean available = policy.replicas() == 0 || seen.all().stream().anyMatch(view -> view.endpoints() > 0);
        boolean heldBySpec = state instanceof RolloutState.Stable && !promoted;
        boolean reconciling = !ready && plan.stalled().isEmpty() && !heldBySpec;
        String reason = reason(state, plan, ready);
        var conditions = new Conditions(previous, resource.getMetadata().getGeneration(), now)
                .add("Ready", ready, reason, plan.message())
                .add(
                        "Available",
                        available,
                        available ? "EndpointsReady" : "NoReadyEndpoint",
                        available ? "The Service has ready endpoints" : "The Service has no ready endpoint");
        if (policy.gateway().isPresent()) {
            conditions.add(
                    "RouteProgrammed",
                    seen.gateway().isAcknowledged(),
                    seen.gateway().programming().reason(),
                    seen.gateway().problem().orElse("Every gateway sends requests as the HTTPRoute says"));
        }
        facts.schedulable()
                .ifPresent(report ->
                        conditions.add("Schedulable", report.schedulable(), report.reason(), report.message()));
        facts.autoscaler()
                .ifPresent(
                        report -> conditions.add("AutoscalerReady", report.ready(), report.reason(), report.message()));
        facts.model().addTo(conditions);
        RecoveryStatus recovery = facts.recovery();
        if (recovery != null && recovery.backup() != null) {
            conditions.add(
                    "Restored",
                    true,
                    "BackupStandsIn",
                    "The backup " + recovery.backup() + " stands in for what the spec asks for, which did not answer: "
                            + "write it into spec.model.source, or change the model");
        }
        if (recovery != null && (recovery.lastTime() != null || recovery.message() != null)) {
            conditions.add(
                    "Recovering",
                    true,
                    Objects.requireNonNullElse(recovery.lastAction(), "Held"),
                    Objects.requireNonNullElse(recovery.message(), "A pod was restarted"));
        }
        facts.backups()
                .map(CarePlan::report)
                .ifPresent(
                        report -> conditions.add("BackupReady", report.isReady(), report.reason(), report.message()));
        facts.denied().ifPresent(message -> conditions.add("Permitted", false, "Forbidden", message));
        return conditions
                .addWhen(reconciling, "Reconciling", reason, plan.message())
                .addWhen(
                        plan.stalled().isPresent(),
                        "Stalled",
                        reason,
                        plan.stalled().map(Abort::message).orElse(""))
                .list();
    }

    private String reason(RolloutState state, Plan plan, boolean ready) {
        if (plan.stalled().isPresent()) {
            return plan.stalled().get().cause().reason();
        }
        return switch (state) {
            case RolloutState.Initial _ -> awaited().orElse("FirstRevisionStarting");
            case RolloutState.Stable(var stable) when !stable.equals(policy.wanted()) -> "PausedBySpec";
            case RolloutState.Stable _ ->
                ready ? "Promoted" : gatewaysFollow() ? "PodsUnavailable" : "RouteNotProgrammed";
            case RolloutState.Progressing progressing ->
                isWaiting(progressing) ? "RolloutPaused" : awaited().orElse("RolloutProgressing");
            case RolloutState.Promoting _ -> "Promoting";
            case RolloutState.Verifying _ -> isVerificationHeld() ? "RolloutPaused" : "Verifying";
            case RolloutState.RollingBack _ -> "RollingBack";
            case RolloutState.Failed _ -> "Aborted";
        };
    }

    private Optional<String> awaited() {
        return seen.awaited(policy.wanted()).map(awaited -> awaited.need().reason());
    }

    private int sum(ToIntFunction<RevisionView> count) {
        return seen.all().stream().mapToInt(count).sum();
    }
}
