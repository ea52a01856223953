package io.modeldeployment.cli.action;

import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.view.RolloutView;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static RolloutView with(String annotation, String lastId) {
        return new RolloutView(canary(
                "namespace: models",
                "namespace: models\n  resourceVersion: '7'\n  annotations: {serving.modeldeployment.io/action: '"
                        + annotation + "'}",
                "strategy: Canary",
                "lastHandledAction: {id: '" + lastId + "'}"));
    }

    @Test
    void itNamesRevisionAndStepSoThatALateOneIsRefused() {
        assertEquals(
                "promote;revision=z9qdwccccc;step=1;id=x1",
                Request.of(Verb.PROMOTE, new RolloutView(canary()), "x1").text());
    }

    @Test
    void anAbortIsMeantAtWhateverStep() {
        assertEquals(
                "abort;revision=z9qdwccccc;id=x1",
                Request.of(Verb.ABORT, new RolloutView(canary()), "x1").text());
        var later = new RolloutView(canary("stepIndex: 1", "stepIndex: 2"));
        var first = new RolloutView(canary());
        assertTrue(Request.of(Verb.ABORT, first, "x").meansTheSameAs(Request.of(Verb.ABORT, later, "x")));
        assertFalse(Request.of(Verb.PROMOTE, first, "x").meansTheSameAs(Request.of(Verb.PROMOTE, later, "x")));
    }

    @Test
    void itIsWrittenOnlyOverWhatWasRead() {
        var rollout = with("", "");
        assertEquals(
                Map.of(
                        "metadata",
                        Map.of(
                                "resourceVersion",
                                "7",
                                "annotations",
                                Map.of(
                                        "serving.modeldeployment.io/action",
                                        "promote;revision=z9qdwccccc;step=1;id=x1"))),
                Request.of(Verb.PROMOTE, rollout, "x1").patch(rollout));
    }

    @Test
    void whatWasNotAnsweredIsFound() {
        assertEquals(Optional.of("abort;revision=z9;id=9"), Request.unanswered(with("abort;revision=z9;id=9", "8")));
        assertEquals(Optional.empty(), Request.unanswered(with("abort;revision=z9;id=9", "9")));
        assertEquals(Optional.empty(), Request.unanswered(with("", "9")));
        assertEquals(Optional.empty(), Request.unanswered(new RolloutView(canary())));
    }

    @Test
    void whatTheOperatorCouldNotReadIsAnsweredUnderItsWholeText() {
        assertEquals(Optional.empty(), Request.unanswered(with("nonsense", "nonsense")));
        assertEquals(Optional.empty(), Request.unanswered(with("abort;id=9", "abort;id=9")));
    }
}
