package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.RevisionHash;
import org.junit.jupiter.api.Test;

/** What mints a revision and what does not. */
class RevisionContentTest {
    private static RevisionHash hash(ModelDeployment resource) {
        return RevisionContent.of(resource.getSpec()).hash(0);
    }

    @Test
    void strategyReplicasPausesAndEvaluationMintNoRevision() {
        var plain = hash(Specs.image(""));
        assertEquals(plain, hash(Specs.image("replicas: 7\npaused: true\nprogressDeadlineSeconds: 9")));
        assertEquals(plain, hash(Specs.image("evaluation: {goldenSet: {configMapRef: {name: a}}, minAccuracy: 0.9}")));
        assertEquals(plain, hash(Specs.resource("""
                model: {name: spam, source: {image: {reference: models/spam:v1}}}
                strategy: {blueGreen: {autoPromotion: false}}
                """)));
    }

    @Test
    void modelServerAndPlacementMintARevision() {
        var plain = hash(Specs.image(""));
        assertNotEquals(plain, hash(Specs.image("server: {maxTokens: 64}")));
        assertNotEquals(plain, hash(Specs.image("server: {sampleSize: 200}")));
        assertNotEquals(plain, hash(Specs.image("scheduling: {nodeSelector: {disk: ssd}}")));
        assertNotEquals(plain, hash(Specs.image("imagePullSecrets: [{name: registry}]")));
    }

    @Test
    void anAcceleratorMintsARevisionAndItsDefaultsWrittenOutDoNot() {
        var plain = hash(Specs.image(""));
        var one = hash(Specs.image("accelerator: {}"));
        assertNotEquals(plain, one);
        assertEquals(one, hash(Specs.image("accelerator: {resource: nvidia.com/gpu, count: 1}")));
        assertEquals(one, hash(Specs.image("accelerator: {surgePolicy: Replace}")));
        assertNotEquals(one, hash(Specs.image("accelerator: {count: 2}")));
        assertNotEquals(one, hash(Specs.image("accelerator: {product: Tesla-T4}")));
        assertNotEquals(one, hash(Specs.image("accelerator: {resourceClaimTemplateName: gpu}")));
        assertEquals(
                hash(Specs.image("accelerator: {migProfile: 1g.10gb}")),
                hash(Specs.image("accelerator: {resource: nvidia.com/mig-1g.10gb}")));
    }

    @Test
    void defaultsWrittenOutAreTheSameRevision() {
        var written = Specs.resource("""
                model: {name: spam, task: TextClassification, source: {image: {reference: models/spam:v1, path: /model}}}
                server: {port: 8000, device: Auto, imagePullPolicy: IfNotPresent}
                scheduling: {nodeSelector: {}}
                strategy: {canary: {}}
                """);
        assertEquals(hash(Specs.image("")), hash(written));
    }

    @Test
    void quantitiesCompareByValue() {
        assertEquals(
                hash(Specs.image("server: {resources: {limits: {memory: 1Gi, cpu: '1'}}}")),
                hash(Specs.image("server: {resources: {limits: {cpu: 1000m, memory: 1024Mi}}}")));
    }

    @Test
    void rule18_aCollisionGetsAnotherHashForTheSameContent() {
        var content = RevisionContent.of(Specs.image("").getSpec());
        assertNotEquals(content.hash(0), content.hash(1));
        assertTrue(
                content.hash(1).value().matches("[b-z2-9]{10}"), content.hash(1).value());
    }

    @Test
    void rule20_theHashOfASpecNeverChangesBetweenReleases() {
        assertEquals(
                "{\"model\":{\"name\":\"spam\",\"source\":{\"image\":{\"reference\":\"models/spam:v1\"}}}}",
                RevisionContent.of(Specs.image("").getSpec()).canonical());
    }
}
