package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.Action.ApplyRevision;
import io.modeldeployment.operator.rollout.Action.DeleteRevision;
import io.modeldeployment.operator.rollout.Action.SetGatewayRoute;
import io.modeldeployment.operator.rollout.Action.SetPreview;
import io.modeldeployment.operator.rollout.Action.SetTraffic;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Plans one pass of a rollout: from what is wanted, what was persisted and what is seen to what to do and to persist.
 *
 * <p>The algorithm: (1) a change of the spec moves the state; (2) so does an action; (3) if neither did, a fault or
 * reached step does, at most one a pass, so that every state is persisted before the next rests on it; (4) from the
 * state follow the targets; (5) from the targets follow actions, where a change of the route and the loss of pods never
 * share a pass (rules 8 and 9).
 *
 * <p>Invariants: the wanted revision never gets traffic before it has proven itself; the stable revision keeps or gets
 * back its pods before it gets traffic; what a route reaches is never scaled to zero or deleted.
 */
public final class RolloutPlanner {
    /** How often pods are asked and endpoints are looked at while something is under way. */
    static final Duration POLL = Duration.ofSeconds(2);

    /** How often a candidate is looked at that users' requests come to: it is to be found failing within three seconds. */
    static final Duration WATCH = Duration.ofSeconds(1);

    /** How often a gateway that does not carry the HTTPRoute out is looked at when nothing else is under way. */
    static final Duration GATEWAY_POLL = Duration.ofSeconds(30);

    private RolloutPlanner() {}

    /**
     * Plans one pass. Total: every combination of arguments has a plan.
     *
     * @param policy what the user wants
     * @param rollout what was persisted by the last pass
     * @param seen the cluster
     * @param actionAnnotation value of the action annotation, if any
     * @param now time of the pass
     */
    public static Plan plan(
            RolloutPolicy policy, Rollout rollout, Observation seen, Optional<String> actionAnnotation, Instant now) {
        var situation = new Situation(policy, seen, now, rollout.promoted());
        RolloutState before = rollout.state().orElseGet(() -> rediscover(situation));
        Transition transition = SpecTransitions.of(before, situation);
        Optional<HandledAction> handled = rollout.lastAction();
        Optional<ActionRequest> request = actionAnnotation
                .map(ActionRequest::parse)
                .filter(action -> rollout.lastAction()
                        .filter(last -> last.id().equals(action.id()))
                        .isEmpty());
        if (request.isPresent()) {
            var judgement = ActionDesk.judge(request.get(), transition.state(), situation);
            handled = Optional.of(judgement.handled());
            transition = transition.then(judgement.transition());
        }
        if (transition.state().equals(before)) {
            transition = transition.then(ProgressTransitions.of(before, situation));
        }
        return planFor(
                transition, new Rollout(rollout.state(), rollout.retiring(), handled, rollout.promoted()), situation);
    }

    /** A resource whose status was lost goes on from the revision that has the traffic. */
    private static RolloutState rediscover(Situation situation) {
        var first = Initial.start(situation.wanted(), situation.now());
        return switch (situation.seen().route()) {
            case Route.None() ->
                situation
                        .seen()
                        .gateway()
                        .route()
                        .flatMap(now -> heaviest(now, situation))
                        .orElse(first);
            case Route.Only(var revision) -> situation.seen().exists(revision) ? new Stable(revision) : first;
            case Route.Shared() -> rediscoverShared(situation).orElse(first);
        };
    }

    /** The Service was lost too, but not the HTTPRoute. */
    private static Optional<RolloutState> heaviest(GatewayRoute route, Situation situation) {
        return route.weights().keySet().stream()
                .filter(situation.seen()::exists)
                .max(Comparator.comparingInt(route::weightOf).thenComparing(revision -> revision))
                .map(Stable::new);
    }

    /** Of those that share the traffic, the one with the most pods that is not on its way counts as stable. */
    private static Optional<RolloutState> rediscoverShared(Situation situation) {
        RevisionHash wanted = situation.wanted();
        List<RevisionHash> others = situation.seen().all().stream()
                .filter(view -> !view.hash().equals(wanted) && !view.isGone())
                .sorted(Comparator.comparingInt(RevisionView::lasting)
                        .reversed()
                        .thenComparing(RevisionView::hash))
                .map(RevisionView::hash)
                .toList();
        if (others.size() < 2) {
            return others.stream().findFirst().map(stable -> Progressing.start(stable, wanted, situation.now()));
        }
        var abort = new Abort(
                Abort.Cause.SUPERSEDED,
                "the spec asks for " + wanted + " now, and the status was lost",
                situation.now());
        return Optional.of(new RollingBack(others.get(0), others.get(1), abort));
    }

    private static Plan planFor(Transition transition, Rollout rollout, Situation situation) {
        RolloutState state = withCourse(transition.state(), situation);
        Targets targets = Targets.of(state, situation);
        boolean gatewayChanges = situation.seen().gateway().isWritable()
                && !targets.gateway().equals(situation.seen().gateway().route());
        boolean routeChanges = !targets.route().equals(situation.seen().route()) || gatewayChanges;
        List<Retirement> retiring = Retirements.of(state, rollout, situation);

        var actions = new ArrayList<Action>();
        targets.replicas().entrySet().stream()
                .filter(entry -> entry.getValue() > 0 || isKnown(entry.getKey(), situation))
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .forEach(entry -> {
                    int desired = situation.seen().of(entry.getKey()).desired();
                    int replicas = routeChanges ? Math.max(desired, entry.getValue()) : entry.getValue();
                    actions.add(new ApplyRevision(entry.getKey(), replicas));
                });
        actions.add(new SetTraffic(targets.route()));
        if (gatewayChanges
                || targets.gateway().isPresent() && situation.seen().gateway().isWritable()) {
            actions.add(new SetGatewayRoute(targets.gateway()));
        }
        actions.add(new SetPreview(targets.preview()));
        if (!routeChanges) {
            for (RevisionHash due : Retirements.due(state, retiring, situation)) {
                actions.add(new ApplyRevision(due, 0));
            }
            for (RevisionHash old : Retirements.beyondHistory(state, situation)) {
                actions.add(new DeleteRevision(old));
            }
        }
        actions.addAll(transition.events());

        var next = new Rollout(
                Optional.of(state), retiring, rollout.lastAction(), Promotions.of(state, rollout, situation));
        boolean moved = !rollout.state().equals(next.state());
        return new Plan(
                next,
                actions,
                moved ? Optional.of(Duration.ZERO) : recheck(state, retiring, situation),
                targets.weight(),
                Narrative.of(state, situation),
                stalled(state, situation));
    }

    /** The steps are written down when they are begun, so that a change of them is seen. */
    private static RolloutState withCourse(RolloutState state, Situation situation) {
        return state instanceof Progressing progressing && progressing.course().equals(Course.Steps.UNKNOWN)
                ? progressing.on(situation.strategy().course())
                : state;
    }

    /** A candidate that was given up before it was created needs no objects. */
    private static boolean isKnown(RevisionHash revision, Situation situation) {
        return revision.equals(situation.wanted()) || situation.seen().exists(revision);
    }

    private static Optional<Duration> recheck(RolloutState state, List<Retirement> retiring, Situation situation) {
        Optional<Duration> retirement = retiring.stream()
                .map(entry -> Duration.between(situation.now(), entry.scaleDownAt()))
                .map(left -> left.isPositive() ? left : POLL)
                .min(Comparator.naturalOrder());
        Optional<Duration> progress = switch (state) {
            case Stable _, Failed _ ->
                Optional.of(GATEWAY_POLL)
                        .filter(_ -> situation.policy().gateway().isPresent())
                        .filter(_ -> !situation.seen().gateway().isAcknowledged());
            case Progressing progressing ->
                Optional.of(ProgressTransitions.remainingPause(progressing, situation)
                        .filter(left -> left.isPositive() && left.compareTo(poll(progressing, situation)) < 0)
                        .orElse(poll(progressing, situation)));
            case Verifying _ -> Optional.of(WATCH);
            default -> Optional.of(POLL);
        };
        return retirement.isPresent() && progress.isPresent()
                ? Optional.of(retirement.get().compareTo(progress.get()) < 0 ? retirement.get() : progress.get())
                : retirement.or(() -> progress);
    }

    private static Duration poll(Progressing state, Situation situation) {
        return situation.seen().mayReach(state.candidate()) ? WATCH : POLL;
    }

    private static Optional<Abort> stalled(RolloutState state, Situation situation) {
        return switch (state) {
            case Failed(var _, var _, var abort) -> Optional.of(abort);
            case Initial(var revision, var startedAt) ->
                situation
                        .refused(revision)
                        .or(() -> startedAt.flatMap(since -> stalledStart(revision, since, situation)));
            default -> Optional.empty();
        };
    }

    /** There is nothing to return to, so a first revision that fails is said to be stalled and goes on trying. */
    private static Optional<Abort> stalledStart(RevisionHash revision, Instant startedAt, Situation situation) {
        RevisionView view = situation.seen().of(revision);
        if (view.probe() instanceof Probe.Failed(String detail)) {
            return Optional.of(new Abort(Abort.Cause.PROBE_FAILED, detail, startedAt));
        }
        if (view.provenWith(situation.policy().replicas())) {
            return Optional.empty();
        }
        Instant deadline = startedAt.plus(situation.policy().progressDeadline());
        Optional<Abort> late = situation.now().isAfter(deadline)
                ? Optional.of(
                        new Abort(Abort.Cause.PROGRESS_DEADLINE_EXCEEDED, Narrative.pods(view, situation), deadline))
                : Optional.empty();
        return view.crash()
                .map(crash -> new Abort(Abort.Cause.CRASHED, crash.message(), crash.at()))
                .or(() -> late);
    }
}
