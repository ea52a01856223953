package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.Action.PublishEvent;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.util.List;
import java.util.Optional;

/** Judges what a person asks for against the rollout as it is now; a refusal says what to do instead. */
final class ActionDesk {
    private ActionDesk() {}

    /** A decided action: what became of it and the state after it. */
    record Decision(HandledAction handled, Transition transition) {}

    static Decision judge(ActionRequest request, RolloutState state, Situation situation) {
        Ruling ruling = rule(request, state, situation);
        boolean accepted = ruling.next().isPresent();
        var handled = new HandledAction(request.id(), request.word(), accepted, ruling.message(), situation.now());
        var told = new PublishEvent(
                !accepted, accepted ? "ActionAccepted" : "ActionRefused", request.word() + ": " + ruling.message());
        return new Decision(handled, new Transition(ruling.next().orElse(state), List.of(told)));
    }

    private record Ruling(Optional<RolloutState> next, String message) {
        static Ruling accept(RolloutState next, String message) {
            return new Ruling(Optional.of(next), message);
        }

        static Ruling refuse(String message) {
            return new Ruling(Optional.empty(), message);
        }
    }

    private static Ruling rule(ActionRequest request, RolloutState state, Situation situation) {
        return switch (request) {
            case ActionRequest.Unreadable unreadable -> Ruling.refuse(unreadable.problem());
            case ActionRequest.Valid valid ->
                switch (state) {
                    case Progressing progressing -> progressing(valid, progressing, situation);
                    case Promoting(var stable, var candidate, var _) ->
                        valid.verb() == Verb.ABORT && valid.revision().equals(candidate)
                                ? Ruling.accept(requested(stable, candidate, situation), "traffic returns to " + stable)
                                : Ruling.refuse("revision " + candidate + " is being promoted: only abort is possible");
                    case Verifying verifying -> verifying(valid, verifying, situation);
                    case Failed(var stable, var candidate, var _) -> failed(valid, stable, candidate, situation);
                    case Stable(var stable) ->
                        Ruling.refuse("no rollout is under way; revision " + stable + " is fully promoted");
                    case Initial _ ->
                        Ruling.refuse("the first revision has no rollout to act on; change the spec instead");
                    case RollingBack(var stable, var _, var _) ->
                        Ruling.refuse("traffic is already on its way back to " + stable);
                };
        };
    }

    private static Ruling verifying(ActionRequest.Valid request, Verifying state, Situation situation) {
        if (!request.revision().equals(state.candidate())) {
            return Ruling.refuse("the candidate is " + state.candidate() + ", not " + request.revision());
        }
        boolean takesAPerson = situation.seen().judgements().analysis() instanceof Judgement.Unclear;
        Ruling promoted = Ruling.accept(new Stable(state.candidate()), state.candidate() + " stays");
        return switch (request.verb()) {
            case ABORT ->
                Ruling.accept(
                        requested(state.stable(), state.candidate(), situation),
                        "traffic returns to " + state.stable());
            case PROMOTE_FULL -> promoted;
            case PROMOTE, RESUME ->
                takesAPerson
                        ? promoted
                        : Ruling.refuse("the analysis after the promotion has no verdict yet; promote-full ends it, "
                                + "abort returns to " + state.stable());
            case PAUSE, RETRY ->
                Ruling.refuse("revision " + state.candidate()
                        + " has all traffic and is analysed: only promote-full and abort are possible");
        };
    }

    private static Ruling failed(
            ActionRequest.Valid request, RevisionHash stable, RevisionHash candidate, Situation situation) {
        if (request.verb() != Verb.RETRY) {
            return Ruling.refuse("revision " + candidate + " was aborted: write retry, or change the spec");
        }
        if (!request.revision().equals(candidate) || !situation.wanted().equals(candidate)) {
            return Ruling.refuse("the aborted revision is " + candidate + ", not " + request.revision());
        }
        return Ruling.accept(Progressing.start(stable, candidate, situation.now()), "starts again at the first step");
    }

    private static Ruling progressing(ActionRequest.Valid request, Progressing state, Situation situation) {
        if (!request.revision().equals(state.candidate())) {
            return Ruling.refuse("the candidate is " + state.candidate() + ", not " + request.revision());
        }
        if (request.step().filter(step -> step != state.step()).isPresent()) {
            return Ruling.refuse("the rollout is at step " + state.step() + ", counted from 0, not at "
                    + request.step().get());
        }
        boolean pausing = situation.strategy().isPause(state.step())
                || situation.seen().waitsForAPerson(situation.strategy(), state.step());
        return switch (request.verb()) {
            case ABORT ->
                Ruling.accept(
                        requested(state.stable(), state.candidate(), situation),
                        "traffic returns to " + state.stable());
            case PAUSE -> Ruling.accept(state.hold(true), "held at step " + state.step());
            case RESUME -> resume(state, pausing);
            case PROMOTE ->
                pausing
                        ? Ruling.accept(state.at(state.step() + 1), "the pause is over")
                        : Ruling.refuse("step " + state.step() + " is not a pause, it waits for "
                                + waitsFor(state, situation)
                                + "; promote-full skips what is left of the steps");
            case PROMOTE_FULL ->
                Ruling.accept(state.at(situation.strategy().steps().size()), "the steps that are left are skipped");
            case RETRY -> Ruling.refuse("the rollout is under way; retry is for an aborted one");
        };
    }

    private static String waitsFor(Progressing state, Situation situation) {
        boolean forAVerdict = situation.strategy().isJudged(state.step())
                || situation.obstacle().isPresent();
        return forAVerdict ? "its verdict" : "pods";
    }

    private static Ruling resume(Progressing state, boolean pausing) {
        if (state.held()) {
            return Ruling.accept(state.hold(false), "goes on at step " + state.step());
        }
        return pausing
                ? Ruling.accept(state.at(state.step() + 1), "the pause is over")
                : Ruling.refuse("the rollout is not paused");
    }

    private static RolloutState requested(RevisionHash stable, RevisionHash candidate, Situation situation) {
        return new RollingBack(
                stable, candidate, new Abort(Abort.Cause.REQUESTED, "abort was asked for", situation.now()));
    }
}
