package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.Abort.Cause;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What time and the cluster do to a rollout: faults first, then at most one step forward. */
final class ProgressTransitions {
    private ProgressTransitions() {}

    static Transition of(RolloutState state, Situation situation) {
        return switch (state) {
            case Initial initial -> initial(initial, situation);
            case Progressing progressing -> progressing(progressing, situation);
            case Promoting promoting -> promoting(promoting, situation);
            case Verifying verifying -> verifying(verifying, situation);
            case RollingBack rollingBack -> rollingBack(rollingBack, situation);
            case Stable(var stable) -> rescued(state, stable, situation);
            case Failed _ -> Transition.stay(state);
        };
    }

    /** Recovery has found that what serves does not answer, and asks for what served before. */
    private static Transition rescued(RolloutState state, RevisionHash stable, Situation situation) {
        return situation.seen().rescue() instanceof Rescue.RollBack(var back, var why)
                        && !back.equals(stable)
                        && situation.promoted().contains(back)
                        && situation.seen().exists(back)
                ? Transition.rollBack(back, stable, new Abort(Cause.UNHEALTHY, why, situation.now()))
                : Transition.stay(state);
    }

    private static Transition initial(Initial state, Situation situation) {
        RevisionHash revision = state.revision();
        if (situation.holdsBack(revision)) {
            return Transition.stay(new Initial(revision, Optional.empty()));
        }
        if (state.startedAt().isEmpty()) {
            return Transition.stay(Initial.start(revision, situation.now()));
        }
        boolean serves = situation.seen().acknowledges(new Route.Only(revision))
                && situation.gatewaysFollow(revision)
                && situation.seen().of(revision).lasting() >= situation.policy().replicas();
        return serves
                ? Transition.to(new Stable(revision), "Promoted", "First revision " + revision + " serves")
                : Transition.stay(state);
    }

    private static Transition progressing(Progressing state, Situation situation) {
        Optional<Abort> fault = fault(state.candidate(), state.startedAt(), situation)
                .or(() -> state.isBack() ? Optional.empty() : condemned(situation))
                .or(() -> situation.refused(state.candidate()))
                .or(() -> refusal(situation));
        if (fault.isPresent()) {
            return Transition.rollBack(state.stable(), state.candidate(), fault.get());
        }
        if (state.step() > situation.strategy().steps().size()) {
            return Transition.to(
                    Progressing.start(state.stable(), state.candidate(), situation.now()),
                    "StrategyChanged",
                    "The strategy has fewer steps than were done: starts again at the first step");
        }
        boolean awaited = situation.awaited(state.candidate()).isPresent();
        if (situation.policy().paused() || state.held() || awaited) {
            return Transition.stay(state.waitingSince(Optional.empty()));
        }
        return situation.strategy().isPause(state.step())
                ? pausing(state, situation)
                : waiting(state, StepTargets.of(state, situation));
    }

    private static Transition pausing(Progressing state, Situation situation) {
        if (isApproved(state, situation) && situation.obstacle().isEmpty()) {
            return Transition.to(
                    state.at(state.step() + 1),
                    "PauseCompleted",
                    position(state, situation) + ": approved by strategy.approvedRevision");
        }
        if (state.stepStartedAt().isEmpty()) {
            return Transition.stay(state.pausingSince(situation.now()));
        }
        boolean over = remainingPause(state, situation)
                .filter(left -> !left.isPositive())
                .isPresent();
        return over && situation.obstacle().isEmpty()
                ? Transition.to(
                        state.at(state.step() + 1), "PauseCompleted", position(state, situation) + ": pause over")
                : Transition.stay(state);
    }

    /** Whether the step is a pause that waits for a person, and the spec has approved the candidate. */
    private static boolean isApproved(Progressing state, Situation situation) {
        return situation.strategy().steps().get(state.step()) instanceof Step.Pause(var duration)
                && duration.isEmpty()
                && situation.strategy().approves(state.candidate());
    }

    /** Time left of a timed pause that has begun; empty for any other. */
    static Optional<Duration> remainingPause(Progressing state, Situation situation) {
        if (!situation.strategy().isPause(state.step())
                || !(situation.strategy().steps().get(state.step()) instanceof Step.Pause(var duration))) {
            return Optional.empty();
        }
        return duration.flatMap(
                length -> state.stepStartedAt().map(start -> Duration.between(situation.now(), start.plus(length))));
    }

    private static Transition waiting(Progressing state, StepTargets targets) {
        Situation situation = targets.situation();
        if (state.step() >= situation.strategy().steps().size()) {
            if (targets.mayPromote()) {
                return Transition.to(
                        new Promoting(state.stable(), state.candidate(), state.startedAt()),
                        "Promoting",
                        "Revision " + state.candidate() + " gets all traffic");
            }
        } else if (situation.strategy().isJudged(state.step())) {
            Optional<Transition> judged = targets.candidateIsProven() ? judged(state, situation) : Optional.empty();
            if (judged.isPresent()) {
                return judged.get();
            }
        } else if (targets.isReached() && situation.obstacle().isEmpty()) {
            return Transition.to(
                    state.at(state.step() + 1),
                    "StepCompleted",
                    position(state, situation) + ": " + reached(state, targets));
        }
        if (!targets.isLate()) {
            return Transition.stay(state.waitingSince(Optional.empty()));
        }
        Instant since = state.waitingSince().orElse(situation.now());
        Duration waited = Duration.between(since, situation.now());
        if (waited.compareTo(situation.policy().progressDeadline()) <= 0) {
            return Transition.stay(state.waitingSince(Optional.of(since)));
        }
        Abort abort = new Abort(
                Cause.PROGRESS_DEADLINE_EXCEEDED,
                "after " + waited.toSeconds() + " s still waiting for "
                        + targets.waitingFor().orElse("its pods"),
                situation.now());
        return Transition.rollBack(state.stable(), state.candidate(), abort);
    }

    /** On to the next step when the judgement lets it; an unclear one waits for a person, unless the step says otherwise. */
    private static Optional<Transition> judged(Progressing state, Situation situation) {
        Step step = situation.strategy().steps().get(state.step());
        Judgement judgement = situation.judgementAt(state.step()).orElseGet(Judgement.Unasked::new);
        String said = position(state, situation) + ": " + judgement.message();
        Progressing next = state.at(state.step() + 1);
        return switch (judgement) {
            case Judgement.Pending _, Judgement.Unmeasured _
            when state.stepStartedAt().isEmpty() -> Optional.of(Transition.stay(state.pausingSince(situation.now())));
            case Judgement.Good _ -> Optional.of(Transition.to(next, "JudgedGood", said));
            case Judgement.Unclear _
            when step instanceof Step.Analyze(boolean goesOnUnclear) && goesOnUnclear ->
                Optional.of(Transition.to(next, "JudgedUnclear", said + "; goes on, as the strategy says"));
            case Judgement.Unclear _
            when situation.strategy().approves(state.candidate()) ->
                Optional.of(Transition.to(next, "JudgedUnclear", said + "; approved by strategy.approvedRevision"));
            case Judgement.Unclear _,
                    Judgement.Pending _,
                    Judgement.Unmeasured _,
                    Judgement.Unasked _,
                    Judgement.Bad _ -> Optional.empty();
        };
    }

    private static String reached(Progressing state, StepTargets targets) {
        Step step = targets.situation().strategy().steps().get(state.step());
        if (step instanceof Step.SetMirror(int percent)) {
            return "copies of " + percent + " % of the requests go to " + state.candidate();
        }
        if (step instanceof Step.SetHeaderRoute(var name, var matches)) {
            return matches.isEmpty()
                    ? "the header route " + name + " has ended"
                    : "requests of the header route " + name + " go to " + state.candidate();
        }
        int weight = targets.targets().weight();
        boolean isScale = targets.situation().strategy().steps().get(state.step()) instanceof Step.Scale;
        return weight == 0 || isScale
                ? targets.neededReplicas() + " pods of " + state.candidate() + " have proven themselves"
                : "weight of " + state.candidate() + " is " + weight + " %";
    }

    static String position(Progressing state, Situation situation) {
        int steps = situation.strategy().steps().size();
        if (state.isBack()) {
            return "on its way back inside the rollback window";
        }
        return state.step() >= steps ? "promotion" : "step " + (state.step() + 1) + "/" + steps;
    }

    private static Transition promoting(Promoting state, Situation situation) {
        Optional<Abort> fault = fault(state.candidate(), state.startedAt(), situation);
        if (fault.isPresent()) {
            return Transition.rollBack(state.stable(), state.candidate(), fault.get());
        }
        RevisionView candidate = situation.seen().of(state.candidate());
        boolean switched = situation.seen().route().equals(new Route.Only(state.candidate()));
        boolean lost = switched
                ? candidate.lasting() == 0
                : !candidate.provenWith(new Cards(situation, state.stable(), state.candidate()).enough());
        if (lost) {
            return delayed(state.stable(), state.candidate(), state.startedAt(), situation);
        }
        return situation.seen().acknowledges(new Route.Only(state.candidate()))
                        && situation.gatewaysFollow(state.candidate())
                ? promoted(state, situation)
                : Transition.stay(state);
    }

    private static Transition promoted(Promoting state, Situation situation) {
        boolean isBack = Promotions.areReturnedTo(state.stable(), situation) || situation.replaces();
        return situation.strategy().verification().isPresent() && !isBack
                ? Transition.to(
                        new Verifying(state.stable(), state.candidate(), state.startedAt(), situation.now()),
                        "Verifying",
                        "Revision " + state.candidate() + " has all traffic and is analysed; " + state.stable()
                                + " stays warm")
                : Transition.to(
                        new Stable(state.candidate()),
                        "Promoted",
                        "Revision " + state.candidate() + " serves; " + state.stable() + " drains");
    }

    /** Back to proving itself: the candidate has lost its pods, though they did no harm. */
    private static Transition delayed(
            RevisionHash stable, RevisionHash candidate, Instant startedAt, Situation situation) {
        int last = situation.strategy().steps().size();
        return Transition.warning(
                new Progressing(
                        stable,
                        candidate,
                        startedAt,
                        last,
                        Optional.empty(),
                        Optional.of(situation.now()),
                        false,
                        Promotions.areReturnedTo(stable, situation) || situation.replaces()
                                ? new Course.Back()
                                : situation.strategy().course()),
                "PromotionDelayed",
                "Revision " + candidate + " has lost pods before it could be promoted");
    }

    private static Transition verifying(Verifying state, Situation situation) {
        Optional<Abort> fault =
                fault(state.candidate(), state.startedAt(), situation).or(() -> condemned(situation));
        if (fault.isPresent()) {
            return Transition.rollBack(state.stable(), state.candidate(), fault.get());
        }
        if (situation.seen().of(state.candidate()).lasting() == 0) {
            return delayed(state.stable(), state.candidate(), state.startedAt(), situation);
        }
        if (situation.policy().paused()) {
            return Transition.stay(state);
        }
        Judgement analysis = situation.seen().judgements().analysis();
        boolean over = situation
                .strategy()
                .verification()
                .map(verification -> analysis instanceof Judgement.Good
                        || analysis instanceof Judgement.Unclear
                                && (verification.goesOnUnclear()
                                        || situation.strategy().approves(state.candidate())))
                .orElse(true);
        return over
                ? Transition.to(
                        new Stable(state.candidate()),
                        "Promoted",
                        "Revision " + state.candidate() + " serves (" + analysis.message() + "); " + state.stable()
                                + " drains")
                : Transition.stay(state);
    }

    private static Transition rollingBack(RollingBack state, Situation situation) {
        if (new RollingBackTargets(state, situation).stableIsLost()) {
            return Transition.warning(
                    new Stable(state.candidate()),
                    "StableLost",
                    "Revision " + state.stable() + " has not come back in time; " + state.candidate()
                            + " serves, and is what the next rollout returns to");
        }
        if (!situation.seen().acknowledges(new Route.Only(state.stable()))
                || !situation.gatewaysSpareAllBut(state.stable())) {
            return Transition.stay(state);
        }
        String done = "All traffic is back at " + state.stable();
        if (state.abort().cause().sticky()) {
            return Transition.warning(new Failed(state.stable(), state.candidate(), state.abort()), "RolledBack", done);
        }
        return Transition.to(new Stable(state.stable()), "RolledBack", done);
    }

    /** Hard failures abort at once; only deaths since the candidate's chance began count. */
    private static Optional<Abort> fault(RevisionHash candidate, Instant startedAt, Situation situation) {
        RevisionView view = situation.seen().of(candidate);
        if (view.probe() instanceof Probe.Failed(String detail)) {
            return Optional.of(new Abort(Cause.PROBE_FAILED, detail, situation.now()));
        }
        return view.crash()
                .filter(crash -> !crash.at().isBefore(startedAt))
                .map(crash -> new Abort(Cause.CRASHED, crash.message(), situation.now()));
    }

    /** A gateway may drop a route that it refuses whole, so one that it cannot carry out goes at once. */
    private static Optional<Abort> refusal(Situation situation) {
        GatewayView gateway = situation.seen().gateway();
        boolean detours = gateway.route()
                .filter(route -> !route.detours().equals(Detours.NONE))
                .isPresent();
        return detours && gateway.programming() instanceof Programming.Refused(var _, var message)
                ? Optional.of(new Abort(Cause.ROUTE_REFUSED, message, situation.now()))
                : Optional.empty();
    }

    private static Optional<Abort> condemned(Situation situation) {
        Judgements judgements = situation.seen().judgements();
        return condemned(judgements.evaluation(), Cause.EVALUATION_FAILED, situation)
                .or(() -> condemned(judgements.analysis(), Cause.ANALYSIS_FAILED, situation));
    }

    private static Optional<Abort> condemned(Judgement judgement, Cause cause, Situation situation) {
        return judgement instanceof Judgement.Bad(String message)
                ? Optional.of(new Abort(cause, message, situation.now()))
                : Optional.empty();
    }
}
