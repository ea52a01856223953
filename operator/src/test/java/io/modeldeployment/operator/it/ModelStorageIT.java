package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.api.v1.ModelStatus;
import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.ModelClaim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Models that the operator fetches, against a real API server; the test plays the Job controller. */
class ModelStorageIT {
    private static final String V1 = "huggingFace: {repository: org/name, tokenSecretRef: {name: hf}}";
    private static final String V2 = "huggingFace: {repository: org/name, revision: v2}";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakeFetch fetch = new FakeFetch(harness.client, harness.namespace);

    @AfterEach
    void close() {
        fetch.close();
        harness.close();
    }

    private void apply(String source) {
        apply(source, "");
    }

    private void apply(String source, String more) {
        harness.applySpec("""
                model: {name: spam, source: {%s}, storage: {size: 1Gi}}
                traffic: {drainSeconds: 1}
                strategy: {canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}]}}
                revisionHistoryLimit: 0
                """.formatted(source) + more);
    }

    private Map<String, PersistentVolumeClaim> claims() {
        return harness
                .client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withLabel(Labels.MODEL)
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(claim -> claim.getMetadata().getName(), claim -> claim));
    }

    private List<Job> jobs() {
        return harness.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(harness.namespace)
                .list()
                .getItems();
    }

    private static ModelStatus model(ModelDeploymentStatus status) {
        return Objects.requireNonNull(status.model());
    }

    private int pods() {
        return harness.client
                .pods()
                .inNamespace(harness.namespace)
                .withLabel(Labels.NAME)
                .list()
                .getItems()
                .size();
    }

    @Test
    void aModelIsFetchedBeforeTheFirstPodAndOnceForThreeRevisions() throws InterruptedException {
        apply(V1);
        Job job = fetch.await();
        var waiting = harness.await(
                "the fetch",
                status -> OperatorHarness.condition(status, "ModelResolved").equals(Optional.of("False")));
        assertEquals(0, pods());
        assertEquals(Optional.of("ModelPending"), OperatorHarness.reason(waiting, "Ready"));
        assertEquals(ModelPhase.FETCHING, model(waiting).phase());
        assertEquals(
                "hf",
                job.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv()
                        .getFirst()
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getName());

        fetch.succeeds(job);
        var ready = harness.awaitReady();
        assertEquals(FakeFetch.DIGEST, model(ready).digest());
        assertEquals("c5f93f70", model(ready).sourceRevision());
        assertEquals("org/name@main", model(ready).source());
        assertEquals(Optional.of("True"), OperatorHarness.condition(ready, "ModelResolved"));
        PersistentVolumeClaim claim =
                Objects.requireNonNull(claims().get(model(ready).claimName()));
        assertEquals(FakeFetch.DIGEST, claim.getMetadata().getAnnotations().get(ModelClaim.DIGEST));
        assertEquals(
                new Quantity("1Gi"),
                claim.getSpec().getResources().getRequests().get("storage"));

        String stable = ready.stableRevision();
        for (int tokens : List.of(64, 128)) {
            apply(V1, "server: {maxTokens: " + tokens + "}");
            var next = harness.awaitReady();
            assertNotEquals(stable, next.stableRevision());
            stable = next.stableRevision();
        }
        assertEquals(1, fetch.count());
        assertEquals(1, claims().size());
        assertEquals(List.of(), jobs());
    }

    @Test
    void whatCannotBeHadIsRefusedAndStableServesUntilAPersonSaysRetry() throws InterruptedException {
        apply(V1);
        fetch.succeeds(fetch.await());
        String stable = String.valueOf(harness.awaitReady().stableRevision());

        apply(V2);
        Job job = fetch.await();
        fetch.fails(job, "NotFound", "HTTP 404");
        var refused = harness.await(
                "the refusal",
                status -> OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals(Phase.DEGRADED, refused.phase());
        assertEquals(Optional.of("ModelUnavailable"), OperatorHarness.reason(refused, "Stalled"));
        assertEquals(Optional.of("NotFound"), OperatorHarness.reason(refused, "ModelResolved"));
        assertTrue(String.valueOf(refused.message()).contains("NotFound: HTTP 404"), refused.message());
        assertEquals(stable, refused.stableRevision());
        assertEquals(Optional.of(stable), harness.selected("spam"));
        assertEquals(Optional.of("True"), OperatorHarness.condition(refused, "Available"));
        assertEquals(2, fetch.count());

        harness.act("retry");
        Job again = fetch.await();
        assertNotEquals(job.getMetadata().getUid(), again.getMetadata().getUid());
        fetch.succeeds(again);
        assertNotEquals(stable, harness.awaitReady().stableRevision());
    }

    @Test
    void aJobThatIsDeletedByHandIsMadeAgainAlsoByAnotherOperator() throws InterruptedException {
        apply(V1);
        Job job = fetch.await();
        harness.client.resource(job).delete();
        Job second = fetch.await();
        assertEquals(job.getMetadata().getName(), second.getMetadata().getName());

        harness.restartOperator();
        fetch.succeeds(second);
        harness.awaitReady();
        assertEquals(2, fetch.count());
    }

    @Test
    void aClaimThatNoRevisionUsesGoes() throws InterruptedException {
        apply(V1);
        fetch.succeeds(fetch.await());
        String first = String.valueOf(model(harness.awaitReady()).claimName());

        apply(V2);
        Job job = fetch.await();
        assertEquals(2, claims().size());
        assertFalse(isGoing(claims().get(first)), "stable uses it");
        fetch.succeeds(job);
        String second = String.valueOf(model(harness.awaitReady()).claimName());

        harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName(first)
                .waitUntilCondition(ModelStorageIT::isGoing, 60, TimeUnit.SECONDS);
        assertFalse(isGoing(claims().get(second)));
    }

    /** Deleted, or about to be: no controller is there to take the finalizer away. */
    private static boolean isGoing(@Nullable PersistentVolumeClaim claim) {
        return claim == null || claim.getMetadata().getDeletionTimestamp() != null;
    }

    @Test
    void rule22_nothingIsWrittenAtRestNorWhileAModelCannotBeHad() throws InterruptedException {
        apply(V1);
        fetch.succeeds(fetch.await());
        harness.awaitReady();
        assertNothingIsWritten();

        apply(V2);
        fetch.fails(fetch.await(), "NotFound", "HTTP 404");
        harness.await(
                "the refusal",
                status -> OperatorHarness.condition(status, "Stalled").isPresent());
        assertNothingIsWritten();
    }

    private void assertNothingIsWritten() throws InterruptedException {
        rest(3);
        List<String> before = ApiServer.shared().writes(harness.agent);
        rest(15);
        harness.restartOperator();
        rest(15);
        List<String> after = ApiServer.shared().writes(harness.agent);
        assertEquals(List.of(), after.subList(before.size(), after.size()), "after " + before);
    }

    /** Lets time pass: what is asserted is that nothing happens in it. */
    private static void rest(int seconds) throws InterruptedException {
        assertEquals(false, new CountDownLatch(1).await(seconds, TimeUnit.SECONDS));
    }
}
