package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;

/** What a change of the spec does to a rollout, whatever state it is in (rules 2, 3 and 4). */
final class SpecTransitions {
    private SpecTransitions() {}

    static Transition of(RolloutState state, Situation situation) {
        RevisionHash wanted = situation.wanted();
        return switch (state) {
            case Initial(var revision, var _)
            when !revision.equals(wanted) ->
                serves(revision, situation)
                        ? start(state, revision, situation)
                        : Transition.to(
                                Initial.start(wanted, situation.now()),
                                "RevisionCreated",
                                "First revision is now " + wanted);
            case Stable(var stable) when !stable.equals(wanted) -> start(state, stable, situation);
            case Progressing p when p.candidate().equals(wanted) -> edited(p, situation);
            case Progressing p -> leave(p.stable(), p.candidate(), situation);
            // A candidate that has all the traffic is promoted first; only the way back to stable is open.
            case Promoting(var stable, var candidate, var _)
            when stable.equals(wanted) -> leave(stable, candidate, situation);
            case Verifying(var stable, var candidate, var _, var _)
            when !candidate.equals(wanted) -> leave(stable, candidate, situation);
            case Failed(var stable, var _, var _)
            when stable.equals(wanted) ->
                Transition.to(new Stable(stable), "Reverted", "The spec asks for the stable revision " + stable);
            case Failed(var stable, var candidate, var _)
            when !candidate.equals(wanted) -> start(state, stable, situation);
            // Neither the candidate nor what it was to make way for answers: what recovery has found comes in their
            // place.
            case RollingBack(var stable, var candidate, var _)
            when situation.replaces()
                    && !candidate.equals(wanted)
                    && !stable.equals(wanted)
                    && situation.seen().of(stable).lasting() == 0 ->
                start(state, serves(candidate, situation) ? candidate : stable, situation);
            case Initial _, Stable _, Promoting _, Verifying _, RollingBack _, Failed _ -> Transition.stay(state);
        };
    }

    private static boolean serves(RevisionHash revision, Situation situation) {
        return situation.seen().route().equals(new Route.Only(revision))
                && situation.seen().of(revision).lasting() > 0;
    }

    private static Transition start(RolloutState state, RevisionHash stable, Situation situation) {
        if (situation.policy().paused()) {
            return Transition.stay(state);
        }
        Progressing first = Progressing.start(stable, situation.wanted(), situation.now());
        int steps = situation.strategy().steps().size();
        if (situation.replaces()) {
            return Transition.warning(
                    first.at(steps).on(new Course.Back()),
                    "RecoveryStarted",
                    "Revision " + situation.wanted() + " takes the place of " + stable
                            + ", which does not answer, without steps, once it has proven itself");
        }
        return Promotions.areReturnedTo(stable, situation)
                ? Transition.to(
                        first.at(steps).on(new Course.Back()),
                        "RollbackStarted",
                        "Revision " + situation.wanted()
                                + " served before and is inside spec.rollbackWindow: it gets all"
                                + " traffic back, without steps, once it has proven itself")
                : Transition.to(
                        first,
                        "RolloutStarted",
                        "Revision " + situation.wanted() + " starts; " + stable + " keeps the traffic");
    }

    /**
     * Every step has to be passed as it is written now: what was done of it stays done up to the first step that differs.
     * An edit that leaves nothing to do starts again, so that none promotes by itself.
     */
    private static Transition edited(Progressing state, Situation situation) {
        Course.Steps now = situation.strategy().course();
        int steps = now.words().size();
        if (!(state.course() instanceof Course.Steps known)) {
            return Transition.stay(state.step() == steps ? state : state.redirected(steps, state.course()));
        }
        if (known.equals(Course.Steps.UNKNOWN) || known.equals(now)) {
            return Transition.stay(state);
        }
        int changed = known.firstChange(now.words());
        if (changed > state.step()) {
            return Transition.stay(state.on(now));
        }
        int next = changed < steps ? changed : 0;
        return Transition.to(
                state.redirected(next, now),
                "StrategyChanged",
                "The steps were changed: goes on at step " + (next + 1) + "/" + steps);
    }

    private static Transition leave(RevisionHash stable, RevisionHash candidate, Situation situation) {
        RevisionHash wanted = situation.wanted();
        Abort abort = wanted.equals(stable)
                ? new Abort(Abort.Cause.REVERTED, "the spec asks for the stable revision again", situation.now())
                : new Abort(Abort.Cause.SUPERSEDED, "the spec asks for " + wanted + " now", situation.now());
        return Transition.rollBack(stable, candidate, abort);
    }
}
