package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.storage.Supply;
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
        return ModelClaim.of("spam", resource.getSpec().model())
                .orElseThrow()
                .object(resource, seen, Map.of(), new Supply.Elsewhere());
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
        var job = new FetchJob(resource, claim, new Supply.Elsewhere()).render(new RevisionHash("v1"), "", "server");
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
                        "--sha256",
                        "a".repeat(64),
                        "--progress-port",
                        "8080"),
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

    private static PodSpec fetched(String more) {
        ModelDeployment resource = Specs.resource("""
                model: {name: spam, source: {s3: {bucket: models}}}
                strategy: {canary: {}}
                """ + more);
        var claim = ModelClaim.of("spam", resource.getSpec().model()).orElseThrow();
        return new FetchJob(resource, claim, new Supply.Elsewhere())
                .render(new RevisionHash("v1"), "", "server")
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static List<String> tolerated(PodSpec pod) {
        return pod.getTolerations().stream()
                .map(one -> one.getKey() + " " + one.getOperator() + " " + one.getEffect())
                .toList();
    }

    /** A volume that is made for its first pod is bound where that is. */
    @Test
    void theJobRunsWhereTheServersMayAndTakesNoDevice() {
        PodSpec pod = fetched("""
                scheduling:
                  nodeSelector: {disk: ssd}
                  tolerations: [{key: models, operator: Exists, effect: NoSchedule}]
                accelerator: {count: 2, product: NVIDIA-H100-80GB-HBM3}
                """);
        assertEquals(Map.of("disk", "ssd", "nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"), pod.getNodeSelector());
        assertEquals(List.of("models Exists NoSchedule", "nvidia.com/gpu Exists NoSchedule"), tolerated(pod));
        var resources = pod.getContainers().getFirst().getResources();
        assertEquals(Set.of("cpu", "memory"), resources.getRequests().keySet());
        assertEquals(Set.of("memory"), resources.getLimits().keySet());
    }

    @Test
    void theJobOfAModelWithAResourceClaimClaimsNone() {
        PodSpec pod = fetched("accelerator: {resourceClaimTemplateName: one-gpu}");
        assertEquals(List.of("nvidia.com/gpu Exists NoSchedule"), tolerated(pod));
        assertEquals(List.of(), pod.getResourceClaims());
        assertEquals(List.of(), pod.getContainers().getFirst().getResources().getClaims());
        assertEquals(
                List.of("amd.com/gpu Exists NoSchedule"), tolerated(fetched("accelerator: {resource: amd.com/gpu}")));
        assertEquals(List.of(), tolerated(fetched("")));
    }

    private static final String DIGEST = "d".repeat(64);

    private static Supply.Restorable restorable(Place place, String path) {
        return new Supply.Restorable(place, path, DIGEST, 100L << 20, Optional.of("fast"));
    }

    private static PersistentVolumeClaim restored(String storage, Supply supply, Optional<PersistentVolumeClaim> seen) {
        ModelDeployment resource = resource("backup: {name: nightly}", storage);
        return ModelClaim.of("spam", resource.getSpec().model()).orElseThrow().object(resource, seen, Map.of(), supply);
    }

    @Test
    void rule24_aRestoredClaimIsANewOneFromTheSnapshotAndAtLeastAsLarge() {
        Supply supply = restorable(new Place.Snapshotted("nightly", Optional.of("3Gi")), "v1");

        PersistentVolumeClaim first = restored("", supply, Optional.empty());
        assertEquals(new Quantity("3Gi"), size(first));
        assertEquals("fast", first.getSpec().getStorageClassName());
        var source = first.getSpec().getDataSource();
        assertEquals("snapshot.storage.k8s.io", source.getApiGroup());
        assertEquals("VolumeSnapshot", source.getKind());
        assertEquals("nightly", source.getName());
        assertEquals(new Quantity("3Gi"), size(restored(", storage: {size: 1Gi}", supply, Optional.empty())));
        assertEquals(new Quantity("5Gi"), size(restored(", storage: {size: 5Gi}", supply, Optional.empty())));
        assertEquals(
                "own",
                restored(", storage: {storageClassName: own}", supply, Optional.empty())
                        .getSpec()
                        .getStorageClassName());
    }

    @Test
    void aRestoredClaimStaysAsItIsWithoutItsBackup() {
        Supply supply = restorable(new Place.Snapshotted("nightly", Optional.of("3Gi")), "v1");
        PersistentVolumeClaim first = restored("", supply, Optional.empty());

        assertEquals(
                first.getSpec(),
                restored("", new Supply.Elsewhere(), Optional.of(first)).getSpec());
    }

    @Test
    void aCopyGetsWhatItsFilesNeed() {
        PersistentVolumeClaim claim =
                restored("", restorable(new Place.Copied("spam-backups", "nightly"), "v1"), Optional.empty());

        assertEquals(new Quantity("174Mi"), size(claim));
        assertNull(claim.getSpec().getDataSource());
    }

    private static PodSpec restoreJob(Supply supply) {
        ModelDeployment resource = resource("backup: {name: nightly}", "");
        var claim = ModelClaim.of("spam", resource.getSpec().model()).orElseThrow();
        return new FetchJob(resource, claim, supply)
                .render(new RevisionHash("v1"), "", "server")
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    @Test
    void whatASnapshotBroughtIsReadAndNotChanged() {
        PodSpec pod = restoreJob(restorable(new Place.Snapshotted("nightly", Optional.empty()), "v1"));
        var container = pod.getContainers().getFirst();

        assertEquals(
                List.of("model", "inspect", "/models", "--sha256", DIGEST, "--progress-port", "8080"),
                container.getArgs());
        assertEquals("v1", container.getVolumeMounts().getLast().getSubPath());
        assertEquals(true, container.getVolumeMounts().getLast().getReadOnly());
        assertEquals(true, pod.getVolumes().getLast().getPersistentVolumeClaim().getReadOnly());
    }

    @Test
    void aCopyIsCopiedFromAClaimThatIsOnlyRead() {
        PodSpec pod = restoreJob(restorable(new Place.Copied("spam-backups", "nightly"), "v1"));
        var container = pod.getContainers().getFirst();

        assertEquals(
                List.of(
                        "model",
                        "copy",
                        "--from",
                        "/backups/nightly",
                        "--to",
                        "/models",
                        "--sha256",
                        DIGEST,
                        "--progress-port",
                        "8080"),
                container.getArgs());
        var backups = pod.getVolumes().getLast().getPersistentVolumeClaim();
        assertEquals("spam-backups", backups.getClaimName());
        assertEquals(true, backups.getReadOnly());
    }
}
