package io.modeldeployment.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.RequestShares;
import io.modeldeployment.operator.evaluation.run.CandidateEvaluations;
import io.modeldeployment.operator.evaluation.run.Looks;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.resources.Specs;
import io.modeldeployment.operator.rollout.Course;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.Programming;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a rollout is told of its candidate's evaluation. */
@EnableKubernetesMockClient(crud = true)
@Timeout(60)
class CandidateJudgeTest {
    private static final RevisionHash STABLE = new RevisionHash("old");
    private static final RevisionHash CANDIDATE = new RevisionHash("new");

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set before each test
    private CandidateEvaluations evaluations;

    @BeforeEach
    void start() {
        evaluations = new CandidateEvaluations(client, "server", Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        evaluations.close();
    }

    /** The judgement on the golden set of a candidate that its spec has approved in advance, and that has these pods. */
    private Judgement judged(String name, Pod... pods) {
        ModelDeployment resource = Specs.resource("model: {name: spam, source: {image: {reference: models/spam:v2}}}\n"
                + "strategy: {canary: {steps: [{setWeight: 50}]}, approvedRevision: new}\n"
                + "evaluation: {goldenSet: {configMapRef: {name: nowhere}}}");
        resource.getMetadata().setName(name);
        var sight = new Sight(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(pods),
                Map.of(),
                GatewaySight.without(new Programming.Unavailable("NoGateway", "there is none")),
                Map.of(),
                Map.of(),
                Map.of());
        var judges = new Judges(
                evaluations,
                new Analyses(
                        _ -> {
                            throw new AssertionError("nothing is analysed");
                        },
                        (_, _) -> {
                            throw new AssertionError("nothing is analysed");
                        }),
                new RequestShares(
                        _ -> {
                            throw new AssertionError("no share is counted");
                        },
                        Runnable::run));
        return new CandidateJudge(judges)
                .judge(
                        resource,
                        Policies.of(resource.getSpec(), CANDIDATE),
                        Optional.of(new Progressing(
                                STABLE,
                                CANDIDATE,
                                Instant.EPOCH,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                new Course.Steps(List.of()))),
                        sight,
                        new AnalysisJobs(resource, Map.of()),
                        Instant.EPOCH)
                .judgements()
                .evaluation();
    }

    private static Pod ready() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("ready")
                .withUid("uid")
                .addToLabels(Labels.REVISION, CANDIDATE.value())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void rule14_theVerdictOnACandidateThatCannotBeAskedYetStaysOpenSoThatNoApprovalPassesItOver() throws Exception {
        var waits = new Judgement.Pending("waits for a ready pod of the candidate");
        Judgement asked = Looks.until(
                () -> {
                    assertEquals(waits, judged("loading"));
                    return judged("asked", ready());
                },
                judgement -> !(judgement instanceof Judgement.Pending));
        assertTrue(asked.message().contains("no ConfigMap nowhere"), asked.message());
        assertEquals(waits, judged("loading"));
    }
}
