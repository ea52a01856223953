package io.modeldeployment.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.resources.Specs;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Course;
import io.modeldeployment.operator.rollout.HandledAction;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.Plan;
import io.modeldeployment.operator.rollout.Retirement;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Rollout;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever state is written to the status is the state that the next pass, or the next operator, reads. */
class RolloutCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final RevisionHash A = new RevisionHash("aaa");
    private static final RevisionHash B = new RevisionHash("bbb");

    static Stream<RolloutState> states() {
        var abort = new Abort(Abort.Cause.CRASHED, "container server ended", NOW);
        return Stream.of(
                new RolloutState.Initial(A, Optional.of(NOW)),
                new RolloutState.Initial(A, Optional.empty()),
                new RolloutState.Stable(A),
                new RolloutState.Progressing(
                        A,
                        B,
                        NOW,
                        3,
                        Optional.of(NOW),
                        Optional.empty(),
                        false,
                        new Course.Steps(List.of("setWeight 10", "pause"))),
                new RolloutState.Progressing(
                        A, B, NOW, 0, Optional.empty(), Optional.of(NOW), true, new Course.Steps(List.of())),
                new RolloutState.Progressing(
                        A, B, NOW, 4, Optional.empty(), Optional.of(NOW), false, new Course.Back()),
                new RolloutState.Promoting(A, B, NOW),
                new RolloutState.Verifying(A, B, NOW, NOW.plusSeconds(5)),
                new RolloutState.RollingBack(A, B, abort),
                new RolloutState.Failed(A, B, abort));
    }

    @ParameterizedTest
    @MethodSource("states")
    void stateSurvivesTheStatus(RolloutState state) {
        var rollout = new Rollout(
                Optional.of(state),
                List.of(new Retirement(B, NOW)),
                Optional.of(new HandledAction("1", "abort", true, "done", NOW)),
                List.of(B, A));
        ModelDeployment resource = Specs.image("");
        var policy = Policies.of(resource.getSpec(), A);
        var seen = new Observation(Map.of(), new Route.None());
        var plan = new Plan(rollout, List.of(), Optional.empty(), 0, "message", Optional.empty());
        resource.setStatus(new StatusProjection(resource, policy, seen, NOW)
                .of(
                        plan,
                        new StatusProjection.Facts(
                                "s",
                                Optional.empty(),
                                0,
                                StatusProjection.JudgedStatus.NONE,
                                Optional.empty(),
                                null,
                                ModelProjection.none(A),
                                Optional.of(new SchedulableReport(Optional.empty(), "Forbidden", "no right")),
                                Optional.empty(),
                                Optional.of("The operator may not do this"))));
        var read = Serialization.unmarshal(Serialization.asJson(resource), ModelDeployment.class);
        assertEquals(rollout, RolloutCodec.read(read.getStatus()));
        assertEquals(
                resource.getStatus(),
                read.getStatus(),
                "an unchanged status must compare equal, or it is written for ever");
    }
}
