package io.modeldeployment.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.resources.RevisionContent;
import io.modeldeployment.operator.resources.Specs;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What counts while a backup stands in for what the spec asks for. */
class EffectiveTest {
    private static final String DIGEST = "d".repeat(64);

    private static ModelDeployment resource(String more) {
        return Specs.resource("""
                replicas: 3
                model: {name: spam, source: {volumeClaim: {claimName: models}}}
                strategy: {canary: {}}
                """ + more);
    }

    private static ModelDeployment recovered(ModelDeployment resource, String insteadOf) {
        resource.setStatus(Serialization.unmarshal(
                "recovery: {backup: nightly, digest: %s, insteadOf: %s}".formatted(DIGEST, insteadOf),
                ModelDeploymentStatus.class));
        return resource;
    }

    private static String hash(ModelDeployment resource) {
        return RevisionContent.of(resource.getSpec()).hash(0).value();
    }

    @Test
    void withoutABackupItIsTheSpec() {
        var given = resource("");
        assertSame(given, Effective.of(given).resource());
    }

    @Test
    void aBackupTakesThePlaceOfTheModelAlone() {
        var given = recovered(resource("server: {topK: 2}"), hash(resource("server: {topK: 2}")));

        var effective = Effective.of(given).resource();

        var model = effective.getSpec().model();
        assertEquals("nightly", Objects.requireNonNull(model.source().backup()).name());
        assertNull(model.source().volumeClaim());
        assertEquals(DIGEST, model.sha256());
        assertEquals("spam", model.name());
        assertEquals(given.getSpec().server(), effective.getSpec().server());
        assertEquals(given.getSpec().replicas(), effective.getSpec().replicas());
        assertEquals(given.getSpec(), effective.getSpec().with(given.getSpec().model()));
        assertEquals(given.getMetadata(), effective.getMetadata());
    }

    @Test
    void whatThePodsAreMadeFromPutsItAwayWhenItChanges() {
        String before = hash(resource(""));

        assertEquals(
                true,
                Effective.of(recovered(resource("paused: true"), before))
                        .standIn()
                        .isPresent());
        assertEquals(
                false,
                Effective.of(recovered(resource("server: {topK: 2}"), before))
                        .standIn()
                        .isPresent());
    }
}
