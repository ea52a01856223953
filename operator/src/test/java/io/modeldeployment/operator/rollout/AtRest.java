package io.modeldeployment.operator.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rule 22: a loop that is at rest plans the same again and again, whatever the time. */
final class AtRest {
    private AtRest() {}

    /** Plans at different times and asks that nothing is written, told or asked for. */
    static void check(OperatorLoop loop) {
        for (int hours = 0; hours < 3; hours++) {
            Instant later = loop.now().plus(Duration.ofHours(hours));
            Observation seen = loop.cluster.observe();
            Plan plan = RolloutPlanner.plan(loop.policy(), loop.persisted(), seen, Optional.empty(), later);

            assertEquals(loop.persisted(), plan.next());
            assertEquals(Optional.empty(), plan.recheckAfter(), plan::toString);
            assertEquals(loop.plan().message(), plan.message());
            assertEquals(loop.plan().stalled(), plan.stalled());
            plan.actions().forEach(action -> changesNothing(action, seen, loop));
        }
    }

    private static void changesNothing(Action action, Observation seen, OperatorLoop loop) {
        switch (action) {
            case Action.ApplyRevision(var revision, var replicas) ->
                assertEquals(seen.of(revision).desired(), replicas, action::toString);
            case Action.SetTraffic(var route) -> assertEquals(seen.route(), route);
            case Action.SetGatewayRoute(var route) ->
                assertEquals(seen.gateway().route(), route);
            case Action.SetPreview(var revision) -> assertEquals(loop.cluster.preview(), revision);
            case Action.DeleteRevision _, Action.PublishEvent _ -> fail(action.toString());
        }
    }
}
