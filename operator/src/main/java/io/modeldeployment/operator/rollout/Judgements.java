package io.modeldeployment.operator.rollout;

import java.util.Optional;

/**
 * The judgements that a rollout may wait for.
 *
 * @param evaluation by a golden set, without traffic
 * @param analysis by what both revisions' servers count under traffic
 */
public record Judgements(Judgement evaluation, Judgement analysis) {
    /** Nobody asked for any. */
    public static final Judgements NONE = new Judgements(new Judgement.Unasked(), new Judgement.Unasked());

    /** The judgement that {@code step} waits for; empty where it waits for none. */
    Optional<Judgement> at(Step step) {
        return switch (step) {
            case Step.Evaluate _ -> Optional.of(evaluation);
            case Step.Analyze _ -> Optional.of(analysis);
            case Step.SetWeight _,
                    Step.SetMirror _,
                    Step.SetHeaderRoute _,
                    Step.Preview _,
                    Step.Scale _,
                    Step.Pause _ -> Optional.empty();
        };
    }
}
