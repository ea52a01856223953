package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.cli.Fixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back, as the API server understands it: with its defaults and its rules. */
@SuppressWarnings("NullAway") // what is absent fails the test
class UndoIT {
    private static final String CONTENT = "{\"model\":{\"name\":\"spam\",\"source\":{\"image\":{\"reference\":"
            + "\"registry.example.com/spam:v1\"}}},\"server\":{\"resources\":{\"limits\":"
            + "{\"cpu\":0.5,\"memory\":1073741824}},\"topK\":3}}";

    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);
    private final Plugin plugin = new Plugin(ApiServer.shared().kubeConfig(), "");

    @BeforeEach
    void objects() {
        ApiServer.createModel(
                client,
                Fixture.CANARY
                        .replace("namespace: models", "namespace: " + namespace)
                        .replace("observedGeneration: 2", "observedGeneration: 1"));
        var revision = Fixture.revision(2, "6xk2cbbbbb", CONTENT)
                .without("metadata", "namespace")
                .without("metadata", "creationTimestamp");
        client.resource(Serialization.asYaml(revision.values()))
                .inNamespace(namespace)
                .create();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private ModelDeploymentSpec spec() {
        return client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName("spam")
                .require()
                .getSpec();
    }

    @Test
    void aRehearsalShowsTheDifferenceAndChangesNothing() {
        var before = spec();
        var result = plugin.run("undo", "spam", "-n", namespace, "--dry-run");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("-         reference: \"registry.example.com/spam:v2\""), result.out());
        assertTrue(result.out().contains("+         reference: \"registry.example.com/spam:v1\""), result.out());
        assertTrue(result.out().contains("-     maxTokens: 256"), result.out());
        assertTrue(result.out().contains("+         memory: \"1Gi\""), result.out());
        assertTrue(result.out().contains("would write the settings of revision 2 (6xk2cbbbbb)"), result.out());
        assertTrue(result.err().startsWith("warning: if this ModelDeployment comes from Git"), result.err());
        assertEquals(before, spec());
    }

    @Test
    void theSpecIsThatOfTheRevisionAndNothingElseIsTouched() {
        var before = spec();
        var result = plugin.run("undo", "spam", "-n", namespace, "--to-revision", "2", "--wait=false");
        assertEquals(0, result.code(), result.err());
        var wanted = Serialization.unmarshal(CONTENT, ModelDeploymentSpec.class);
        var after = spec();
        assertEquals(
                wanted.model().source().image().reference(),
                after.model().source().image().reference());
        assertEquals(null, after.server().maxTokens());
        assertEquals(3, after.server().topK());
        assertEquals(wanted.server().resources(), after.server().resources());
        assertEquals(before.strategy(), after.strategy());
        assertEquals(before.replicas(), after.replicas());
        var again = plugin.run("undo", "spam", "-n", namespace, "--to-revision", "2", "--wait=false");
        assertEquals(0, again.code(), again.err());
        assertTrue(again.out().contains("is that of revision 2 (6xk2cbbbbb) already"), again.out());
    }

    @Test
    void anOperatorThatDoesNotSeeItEndsWithFour() {
        var result = plugin.run("undo", "spam", "-n", namespace, "--timeout", "1s");
        assertEquals(4, result.code(), result.err());
        assertTrue(result.err().contains("has not seen it within 1s"), result.err());
    }
}
