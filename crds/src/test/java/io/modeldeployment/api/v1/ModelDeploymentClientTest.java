package io.modeldeployment.api.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a user writes comes back from a server as it was written, through the client that the operator uses. */
@EnableKubernetesMockClient(crud = true)
class ModelDeploymentClientTest {
    private static final String WRITTEN = """
            apiVersion: serving.modeldeployment.io/v1
            kind: ModelDeployment
            metadata: {name: spam, namespace: models}
            spec:
              replicas: 2
              model: {name: spam, task: Embedding, source: {volumeClaim: {claimName: models, path: v2}}}
              server:
                device: Cuda
                resources: {limits: {nvidia.com/gpu: 1, memory: 1024Mi}}
              scheduling: {tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]}
              strategy: {canary: {steps: [{setWeight: 10}, {pause: {duration: 1m}}, {pause: {}}]}}
            """;

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @Test
    void aResourceSurvivesTheServer() {
        var written = Serialization.unmarshal(WRITTEN, ModelDeployment.class);
        client.resource(written).create();
        var read = client.resources(ModelDeployment.class)
                .inNamespace("models")
                .withName("spam")
                .require();
        assertEquals(written.getSpec(), read.getSpec());
        assertEquals(ModelTask.EMBEDDING, read.getSpec().model().task());
        assertEquals(
                List.of(
                        new CanaryStep(10, null, null, null, null, null),
                        new CanaryStep(null, new PauseStep("1m"), null, null, null, null),
                        new CanaryStep(null, new PauseStep(null), null, null, null, null)),
                Objects.requireNonNull(read.getSpec().strategy().canary()).steps());
    }

    @Test
    void theStatusIsASubresourceOfItsOwn() {
        var written = client.resource(Serialization.unmarshal(WRITTEN, ModelDeployment.class))
                .create();
        assertEquals("serving.modeldeployment.io/v1", written.getApiVersion());
        assertEquals("modeldeployments", written.getPlural());
        assertEquals(null, written.getStatus());
    }
}
