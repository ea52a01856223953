package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Says in a sentence what is going on; it changes only when something does, since it is written to the status. */
final class Narrative {
    private Narrative() {}

    static String of(RolloutState state, Situation situation) {
        return switch (state) {
            case Initial(var revision, var _) ->
                "First revision " + revision + ": "
                        + situation
                                .refused(revision)
                                .map(Abort::message)
                                .or(() -> situation.awaited(revision).map(Clearance.Awaited::message))
                                .orElseGet(() -> pods(situation.seen().of(revision), situation)
                                        + gateways(situation).orElse(""));
            case Stable(var stable)
            when stable.equals(situation.wanted()) ->
                "Revision " + stable + " serves" + gateways(situation).orElse("");
            case Stable(var stable) ->
                "Revision " + stable + " serves; " + situation.wanted() + " waits, since spec.paused is true";
            case Progressing progressing -> progressing(progressing, situation);
            case Promoting(var _, var candidate, var _) ->
                "Revision " + candidate + " gets all traffic"
                        + gateways(situation).orElse("; waiting for the Service's endpoints to follow");
            case Verifying(var stable, var candidate, var _, var _) ->
                "Revision " + candidate + " has all traffic, " + stable + " stays warm: "
                        + (situation.policy().paused()
                                ? "held, since spec.paused is true"
                                : judged(situation.seen().judgements().analysis(), candidate, situation));
            case RollingBack(var stable, var candidate, var abort) ->
                situation.seen().of(stable).available() == 0
                                && situation.policy().replicas() > 0
                        ? "Stable " + stable + " has no available pod: " + candidate + " keeps the traffic for now"
                        : "Traffic returns to " + stable + ": " + abort.message()
                                + gateways(situation).orElse("");
            case Failed(var stable, var candidate, var abort) ->
                "Revision " + candidate + " was aborted (" + abort.cause().reason() + ": " + abort.message() + "); "
                        + stable + " serves. Change the spec, or write the action retry;revision=" + candidate
                        + ";id=<any new word>";
        };
    }

    /** What is waited for of the gateways, if traffic shall come through them and they have not followed. */
    private static Optional<String> gateways(Situation situation) {
        return situation
                .policy()
                .gateway()
                .flatMap(_ -> situation.seen().gateway().problem())
                .map(problem -> "; waiting for the gateways: " + problem);
    }

    private static String progressing(Progressing state, Situation situation) {
        String position =
                "Revision " + state.candidate() + ", " + ProgressTransitions.position(state, situation) + ": ";
        if (situation.policy().paused()) {
            return position + "held, since spec.paused is true";
        }
        if (state.held()) {
            return position + "held by the action pause; resume goes on";
        }
        Optional<Clearance.Awaited> awaited = situation.awaited(state.candidate());
        if (awaited.isPresent()) {
            return position + awaited.get().message();
        }
        Optional<Judgement> judgement = situation.judgementAt(state.step());
        String obstacle = situation
                .obstacle()
                .filter(_ -> judgement.isEmpty()
                        && state.step() < situation.strategy().steps().size())
                .map(known -> "; nothing goes forward: " + judged(known, state.candidate(), situation))
                .orElse("");
        if (situation.strategy().isPause(state.step())) {
            return position + pause(state, situation) + obstacle;
        }
        StepTargets targets = StepTargets.of(state, situation);
        if (judgement.isPresent() && targets.candidateIsProven()) {
            return position + judged(judgement.get(), state.candidate(), situation);
        }
        return position
                + targets.waitingFor().map(what -> "waiting for " + what).orElse("reached")
                + obstacle;
    }

    private static String judged(Judgement judgement, RevisionHash candidate, Situation situation) {
        return judgement instanceof Judgement.Unclear(String message)
                ? message + "; decide: the action promote or abort;revision=" + candidate + ";id=<any new word>, or "
                        + approval(candidate, situation)
                : judgement.message();
    }

    private static String pause(Progressing state, Situation situation) {
        var step = (Step.Pause) situation.strategy().steps().get(state.step());
        return step.duration()
                .map(length -> "pause of " + length.toSeconds() + " s"
                        + state.stepStartedAt()
                                .map(start -> ", until " + start.plus(length).truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""))
                .orElse("pause until the action promote;revision=" + state.candidate() + ";id=<any new word>, or "
                        + approval(state.candidate(), situation));
    }

    /** What to write into Git, and what stands there if that is another revision. */
    private static String approval(RevisionHash candidate, Situation situation) {
        return "strategy.approvedRevision: " + candidate
                + situation
                        .strategy()
                        .approved()
                        .filter(approved -> !approved.equals(candidate))
                        .map(approved -> " in the spec, which approves " + approved)
                        .orElse(" in the spec");
    }

    static String pods(RevisionView view, Situation situation) {
        String why = view.waiting()
                .or(() -> view.probe().silence())
                .map(reason -> ": " + reason)
                .orElse("");
        return view.available() + " of " + situation.policy().replicas() + " pods are available" + why;
    }
}
