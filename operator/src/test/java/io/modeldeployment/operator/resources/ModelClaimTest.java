package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The claim and the job of a fetched model. */
class ModelClaimTest {
    private static ModelDeployment resource(String source, String more) {
        ModelDeployment resource = Specs.resource("""
                model: {name: spam, source: {%s}%s}
                strategy: {canary: {}}
                """.formatted(source, more));
        resource.getMetadata().setUid("u");
        return resource;
    }

    private static ModelClaim claim(String source, String more) {
        ModelDeployment resource = resource(source, more);
        return ModelClaim.of("spam", resource.getSpec().model()).orElseThrow();
    }

    private static ModelClaim hub(String fields) {
        return claim("huggingFace: {repository: org/name" + fields + "}", "");
    }

    @Test
    void oneModelHasOneClaimWhoeverMayReadIt() {
        String name = hub("").name();
        assertTrue(name.matches("spam-model-[b-z2-9]{10}"), name);
        assertEquals(name, hub(", revision: main").name());
        assertEquals(name, hub(", tokenSecretRef: {name: hf}").name());
        assertEquals(
                name,
                claim("huggingFace: {repository: org/name}", ", storage: {size: 1Gi}")
                        .name());
        assertNotEquals(name, hub(", revision: v2").name());
        assertNotEquals(
                name,
                claim("huggingFace: {repository: org/name}", ", sha256: " + "a".repeat(64))
                        .name());
        assertEquals(
                Optional.empty(),
                ModelClaim.of("spam", Specs.image("").getSpec().model()));
    }

    @Test
    void aLongNameLeavesRoomForTheJob() {
        ModelDeployment resource = resource("s3: {bucket: models}", "");
        String name = ModelClaim.of("a".repeat(50), resource.getSpec().model())
                .orElseThrow()
                .jobName();
        assertTrue(name.length() <= 63, name);
        assertNotEquals(
                name,
                ModelClaim.of("a".repeat(49), resource.getSpec().model())
                        .orElseThrow()
                        .jobName());
    }

    @Test
    void whereAModelLiesMintsNoRevision() {
        assertEquals(
                RevisionContent.of(resource("s3: {bucket: models}", "").getSpec()),
                RevisionContent.of(resource("s3: {bucket: models}", ", storage: {size: 1Gi}")
                        .getSpec()));
    }

    @Test
    void aTitleShowsNoSignature() {
        assertEquals("org/name@main", hub("").title());
        assertEquals(
                "https://host/a.zip",
                claim("http: {url: 'https://host/a.zip?X-Signature=secret'}", "")
                        .title());
        assertEquals(
                "s3://models/spam/",
                claim("s3: {bucket: models, prefix: spam/}", "").title());
    }

    private static PersistentVolumeClaim object(String storage, Optional<PersistentVolumeClaim> seen) {
        ModelDeployment resource = resource("s3: {bucket: models}", storage);
        return ModelClaim.of("spam", resource.getSpec().model()).orElseThrow().object(resource, seen, Map.of());
    }

    private static Quantity size(PersistentVolumeClaim claim) {
        return Objects.requireNonNull(
                claim.getSpec().getResources().getRequests().get("storage"));
    }

    @Test
    void aClaimGrowsAndIsOtherwiseLeftAsItIs() {
        PersistentVolumeClaim first = object("", Optional.empty());
        assertEquals(new Quantity("10Gi"), size(first));
        assertEquals(List.of("ReadWriteOnce"), first.getSpec().getAccessModes());
        assertNull(first.getSpec().getStorageClassName());
        assertEquals("spam", first.getMetadata().getLabels().get(Labels.MODEL));
        assertEquals("u", first.getMetadata().getOwnerReferences().getFirst().getUid());

        PersistentVolumeClaim made = new PersistentVolumeClaimBuilder(first)
                .editSpec()
                .withStorageClassName("standard")
                .endSpec()
                .build();
        PersistentVolumeClaim changed = object(
                ", storage: {size: 20480Mi, storageClassName: fast, accessMode: ReadWriteMany}", Optional.of(made));
        assertEquals(new Quantity("20480Mi"), size(changed));
        assertEquals("standard", changed.getSpec().getStorageClassName());
        assertEquals(List.of("ReadWriteOnce"), changed.getSpec().getAccessModes());
        assertEquals(
                "20480",
                size(object(", storage: {size: 20Gi}", Optional.of(changed))).getAmount());
        assertEquals(new Quantity("10Gi"), size(object(", storage: {size: 1Gi}", Optional.of(first))));
    }

    @Test
    void thePodsOfARevisionReadTheClaim() {
        ModelDeployment resource = resource("s3: {bucket: models}", "");
        var content = RevisionContent.of(resource.getSpec());
        var template = PodTemplate.render("spam", content.hash(0), content, "server");

        assertEquals(Set.of(claim("s3: {bucket: models}", "").name()), ModelClaim.mountedBy(template));
        var container = template.getSpec().getContainers().getFirst();
        assertTrue(container.getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals("model"))
                .allMatch(mount -> Objects.equals(mount.getReadOnly(), true)));
    }

    @Test
    void theJobGetsSecretsByReferenceAndTheSourceWithoutThem() {
        ModelDeployment resource = resource(
                "s3: {bucket: models, prefix: spam, credentialsSecretRef: {name: keys}}",
                ", sha256: " + "a".repeat(64) + ", storage: {size: 1Gi}");
        var claim = ModelClaim.of("spam", resource.getSpec().model()).orElseThrow();
        var job = new FetchJob(resource, claim).render(new RevisionHash("v1"), "", "server");
        var pod = job.getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();

        assertEquals(
                List.of(
                        "model",
                        "fetch",
                        "--to",
                        "/models",
                        "--source-json",
                        "{\"s3\":{\"bucket\":\"models\",\"prefix\":\"spam\"}}",
                        "--max-bytes",
                        "1073741824",
                        "--progress-port",
                        "8080",
                        "--sha256",
                        "a".repeat(64)),
                container.getArgs());
        assertEquals(
                List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
                container.getEnv().stream()
                        .map(variable ->
                                variable.getValueFrom().getSecretKeyRef().getKey())
                        .toList());
        assertEquals(
                Optional.of(true),
                Optional.ofNullable(container
                        .getEnv()
                        .getLast()
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getOptional()));
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertFalse(
                job.getSpec().getTemplate().getMetadata().getLabels().containsKey(Labels.NAME),
                "a Service would select it");
        assertEquals("server", container.getImage());
    }
}
