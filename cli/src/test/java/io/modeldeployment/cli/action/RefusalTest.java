package io.modeldeployment.cli.action;

import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.view.RolloutView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static RolloutView at(String stage, String... more) {
        var all = new java.util.ArrayList<>(List.of("stage: Progressing", "stage: " + stage));
        all.addAll(Arrays.asList(more));
        return new RolloutView(canary(all.toArray(String[]::new)));
    }

    /** The verbs that the operator may be asked for. */
    private static List<Verb> possible(RolloutView rollout) {
        return Arrays.stream(Verb.values())
                .filter(verb -> Refusal.of(verb, rollout).isEmpty())
                .toList();
    }

    @Test
    void atAPauseAllButRetryIsPossible() {
        assertEquals(
                List.of(Verb.PROMOTE, Verb.PROMOTE_FULL, Verb.PAUSE, Verb.RESUME, Verb.ABORT),
                possible(at("Progressing")));
    }

    @Test
    void atAWeightThereIsNoPauseToEnd() {
        var rollout = at("Progressing", "stepIndex: 1", "stepIndex: 2");
        assertEquals(List.of(Verb.PROMOTE_FULL, Verb.PAUSE, Verb.ABORT), possible(rollout));
        assertEquals(
                Optional.of("step 3 (setWeight 50) is not a pause, it waits for pods;"
                        + " promote --full skips what is left of the steps"),
                Refusal.of(Verb.PROMOTE, rollout));
    }

    @Test
    void anInconclusiveAnalysisTakesAPersonAtEveryStep() {
        var rollout = at(
                "Progressing",
                "stepIndex: 1,",
                "stepIndex: 2,",
                "step: 2/4",
                "step: 3/4, analysis: {verdict: Inconclusive}".replace(", ", "\n  "));
        assertTrue(possible(rollout).containsAll(List.of(Verb.PROMOTE, Verb.RESUME)));
    }

    @Test
    void whatIsHeldCanBeResumedAtEveryStep() {
        var rollout = at("Progressing", "stepIndex: 1,", "stepIndex: 2, held: true,");
        assertEquals(List.of(Verb.PROMOTE_FULL, Verb.PAUSE, Verb.RESUME, Verb.ABORT), possible(rollout));
    }

    @Test
    void theOtherStagesAllowWhatTheOperatorAllows() {
        assertEquals(List.of(), possible(at("Initial")));
        assertEquals(List.of(), possible(at("Stable")));
        assertEquals(List.of(Verb.ABORT), possible(at("Promoting")));
        assertTrue(possible(at("Verifying")).containsAll(List.of(Verb.ABORT, Verb.PROMOTE, Verb.RESUME)));
        assertFalse(possible(at("Verifying")).contains(Verb.RETRY));
        assertEquals(List.of(), possible(at("RollingBack")));
        assertEquals(List.of(Verb.RETRY), possible(at("Failed")));
    }

    @Test
    void stagesAndStepsOfANewerOperatorAreLeftToIt() {
        assertEquals(List.of(Verb.values()), possible(at("Judging")));
        assertEquals(
                Optional.empty(),
                Refusal.of(Verb.PROMOTE, at("Progressing", "{pause: {duration: 5m}}", "{analysis: {}}")));
    }

    @Test
    void atRestItSaysWhatIsServedOrWhatHoldsTheNext() {
        assertEquals(
                Optional.of("no rollout is under way: revision 6xk2cbbbbb is fully promoted"),
                Refusal.of(Verb.PROMOTE, at("Stable")));
        assertEquals(
                Optional.of("a new revision waits since spec.paused is true: set it to false"),
                Refusal.of(Verb.PROMOTE, at("Stable", "reason: RolloutPaused", "reason: PausedBySpec")));
    }
}
