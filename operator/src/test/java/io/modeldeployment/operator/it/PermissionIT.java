package io.modeldeployment.operator.it;

import static io.modeldeployment.operator.it.OperatorHarness.condition;
import static io.modeldeployment.operator.it.OperatorHarness.message;
import static io.modeldeployment.operator.it.OperatorHarness.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An operator that has the rights of the chart but one, before an API server that enforces them: the condition says which
 * one, what serves goes on serving, and the feature comes as soon as the right does.
 */
class PermissionIT {
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}]}}";
    private static final String PLAIN = "traffic: {drainSeconds: 1}\n";
    private static final String FETCHED = """
            model:
              name: spam
              source: {http: {url: "https://models.example.com/spam.tar", sha256: %s}}
            """.formatted("0".repeat(64));

    private static ModelDeploymentStatus awaitMissing(OperatorHarness harness, String type, List<String> words) {
        var status = harness.await("what is missing", seen -> reason(seen, type).equals(Optional.of("Forbidden")));
        String said = message(status, type).orElseThrow();
        words.forEach(word -> assertTrue(said.contains(word), said));
        assertEquals(Optional.of("True"), condition(status, "Available"));
        return status;
    }

    private static void serveFirst(OperatorHarness harness, String image) {
        harness.apply("spam", image, 1, CANARY, PLAIN);
        harness.await(
                "the first revision to serve", seen -> condition(seen, "Ready").equals(Optional.of("True")));
    }

    @Test
    void theRightsOfTheChartAreEnough() {
        try (var harness = new OperatorHarness(new String[0])) {
            serveFirst(harness, "models/spam:v1");
            harness.apply("spam", "models/spam:v2", 1, CANARY, PLAIN);
            var done = harness.await(
                    "v2",
                    seen -> condition(seen, "Ready").equals(Optional.of("True")) && seen.candidateRevision() == null);
            assertEquals(Optional.empty(), condition(done, "Permitted"));
        }
    }

    @ParameterizedTest
    @CsvSource({"jobs, batch", "persistentvolumeclaims, core"})
    void aModelIsFetchedOnceThatIsAllowed(String resource, String group) {
        try (var harness = new OperatorHarness(resource)) {
            serveFirst(harness, "models/spam:v1");
            harness.change(FETCHED.replace("source: {", "source: {image: null, "));
            awaitMissing(
                    harness,
                    "Permitted",
                    List.of("may not list " + resource + " (API group " + group + ")", "rbac.yaml"));
            // A rollout goes on beside it: the spec goes back, and on to an image.
            harness.change("model: {source: {http: null, image: {reference: 'models/spam:v2'}}}");
            harness.await(
                    "v2",
                    seen -> condition(seen, "Ready").equals(Optional.of("True")) && seen.candidateRevision() == null);

            harness.change(FETCHED.replace("source: {", "source: {image: null, "));
            harness.rights.grantAllBut(Set.of());
            harness.await("the right", seen -> condition(seen, "Permitted").isEmpty());
            assertTrue(harness.client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(harness.namespace)
                    .waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS)
                    .getMetadata()
                    .getName()
                    .endsWith("-fetch"));
        }
    }

    @Test
    void aBackupIsAskedForOnceThatIsAllowed() {
        try (var harness = new OperatorHarness("modelbackups");
                var storage = new FakeStorage(harness.client, harness.namespace)) {
            storage.claim("models", FakeStorage.DRIVER);
            harness.applyClaim("models", "v1", "");
            harness.awaitReady();
            harness.change("backup: {schedule: '* * * * *'}");
            awaitMissing(
                    harness,
                    "Permitted",
                    List.of("may not list modelbackups (API group serving.modeldeployment.io)", "rbac.yaml"));
            harness.rights.grantAllBut(Set.of());
            harness.await("the right", seen -> condition(seen, "Permitted").isEmpty());
            harness.client
                    .resources(ModelBackup.class)
                    .inNamespace(harness.namespace)
                    .waitUntilCondition(Objects::nonNull, 90, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAutoscalerComesOnceThatIsAllowed() {
        try (var harness = new OperatorHarness("horizontalpodautoscalers")) {
            serveFirst(harness, "models/spam:v1");
            harness.change(
                    "autoscaling: {maxReplicas: 3, metrics: [{resource: {name: memory, averageUtilization: 70}}]}\n"
                            + "server: {resources: {requests: {memory: 1Gi}}}");
            awaitMissing(
                    harness,
                    "AutoscalerReady",
                    List.of("may not list horizontalpodautoscalers (API group autoscaling)", "rbac.yaml"));
            harness.rights.grantAllBut(Set.of());
            harness.await(
                    "the autoscaler", seen -> condition(seen, "AutoscalerReady").equals(Optional.of("True")));
        }
    }

    @Test
    void aGatewayGetsItsRouteOnceThatIsAllowed() {
        ApiServer.shared().installGatewayApi();
        try (var harness = new OperatorHarness("httproutes");
                var _ = new FakeGateway(harness.client, harness.namespace)) {
            serveFirst(harness, "models/spam:v1");
            harness.change("traffic: {gateway: {parentRefs: [{name: a}]}}");
            awaitMissing(
                    harness,
                    "RouteProgrammed",
                    List.of("may not list httproutes (API group gateway.networking.k8s.io)", "gatewayAPI.enabled"));
            harness.rights.grantAllBut(Set.of());
            harness.await(
                    "the route", seen -> condition(seen, "RouteProgrammed").equals(Optional.of("True")));
        }
    }

    @Test
    void aSnapshotIsTakenOnceThatIsAllowed() {
        ApiServer.shared().installSnapshots();
        try (var harness = new OperatorHarness("volumesnapshots", "volumesnapshotclasses");
                var storage = new FakeStorage(harness.client, harness.namespace)) {
            FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
            storage.claim("models", FakeStorage.DRIVER);
            harness.applyClaim("models", "v1", "");
            harness.awaitReady();
            storage.backUp("nightly", ", method: VolumeSnapshot");
            awaitBackup(
                    harness,
                    "what is missing",
                    backup -> said(backup)
                            .contains(
                                    "may not list volumesnapshots (API group snapshot.storage.k8s.io): set snapshots.enabled"));
            assertEquals(Optional.of("True"), condition(harness.status(), "Available"));
            harness.rights.grantAllBut(Set.of());
            awaitBackup(harness, "the snapshot", backup -> backup.phase() == BackupPhase.READY);
        }
    }

    private static String said(ModelBackupStatus backup) {
        return Objects.requireNonNullElse(backup.conditions(), List.<Condition>of()).stream()
                .map(Condition::getMessage)
                .collect(Collectors.joining("\n"));
    }

    private static void awaitBackup(OperatorHarness harness, String what, Predicate<ModelBackupStatus> condition) {
        var resource = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly");
        try {
            resource.waitUntilCondition(
                    backup -> backup != null && backup.getStatus() != null && condition.test(backup.getStatus()),
                    60,
                    TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError(what + " did not come:\n" + Serialization.asYaml(resource.get()), e);
        }
    }
}
