package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.reconcile.backup.SnapshotKinds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Plays who makes volumes, takes snapshots and runs jobs over models in one namespace, as little as the operator needs of
 * them: looks every 50 ms and does what is missing. Jobs end at once, unless a test holds or breaks them.
 */
final class FakeStorage implements AutoCloseable {
    static final String DRIVER = "directory.example.com";

    /** What every model here is. */
    static final String DIGEST = "d".repeat(64);

    /** What becomes of a VolumeSnapshot. */
    sealed interface Mood {
        /** It is taken. */
        record Takes() implements Mood {}

        /** Nobody says anything. */
        record Silent() implements Mood {}

        /** It is tried again and again. */
        record Fails(String message) implements Mood {}

        /** It is called ready, and nothing is behind it. */
        record Lies() implements Mood {}
    }

    private final KubernetesClient client;
    private final String namespace;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, String> digests = new ConcurrentHashMap<>();
    private volatile Mood mood = new Mood.Takes();

    FakeStorage(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        var _ = loop.scheduleWithFixedDelay(this::pass, 0, 50, TimeUnit.MILLISECONDS);
    }

    void feel(Mood other) {
        mood = other;
    }

    /** From now on jobs whose name ends so fail, and say this. */
    void fail(String jobsEnd, String reason, String message) {
        failures.put(jobsEnd, Serialization.asJson(Map.of("reason", reason, "message", message)));
    }

    /** From now on jobs whose name ends so never end. */
    void hold(String jobsEnd) {
        failures.put(jobsEnd, "");
    }

    /** From now on jobs whose name ends so end as they should. */
    void mend(String jobsEnd) {
        failures.remove(jobsEnd);
    }

    /** From now on jobs whose name ends so find this digest. */
    void find(String jobsEnd, String digest) {
        digests.put(jobsEnd, digest);
    }

    /** A claim of a user, whose volume {@code driver} makes. */
    void claim(String name, String driver) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToAnnotations("volume.kubernetes.io/storage-provisioner", driver)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .addToRequests("storage", new Quantity("1Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    /** A class by which the driver takes snapshots; there is one for all namespaces. */
    static void snapshotClass(KubernetesClient client, String name, String driver) {
        // By its definition, since a client that asks which kinds there are may get an answer from before they were.
        client.genericKubernetesResources(SnapshotKinds.classes())
                .resource(Serialization.unmarshal("""
                        apiVersion: snapshot.storage.k8s.io/v1
                        kind: VolumeSnapshotClass
                        metadata: {name: %s}
                        driver: %s
                        deletionPolicy: Delete
                        """.formatted(name, driver), GenericKubernetesResource.class))
                .fieldManager("fake")
                .forceConflicts()
                .serverSideApply();
    }

    /** Asks for a backup of spam as a person does; {@code more} of its spec follows a comma. */
    void backUp(String name, String more) {
        client.resource(Serialization.unmarshal("""
                        apiVersion: serving.modeldeployment.io/v1
                        kind: ModelBackup
                        metadata: {name: %s, namespace: %s}
                        spec: {modelDeployment: spam%s}
                        """.formatted(name, namespace, more), ModelBackup.class))
                .create();
    }

    /** Waits until a backup is there to be restored. */
    void awaitReady(String name) {
        client.resources(ModelBackup.class)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(backup -> backup != null && isReady(backup), 60, TimeUnit.SECONDS);
    }

    /** Waits until what served before {@code candidate} can be restored. */
    ModelBackup awaitReadyBefore(String candidate) {
        return awaitBackup(
                backup -> backup.getMetadata().getName().startsWith("spam-before-" + candidate) && isReady(backup));
    }

    /** Waits for a backup. */
    ModelBackup awaitBackup(Predicate<ModelBackup> condition) {
        return client
                .resources(ModelBackup.class)
                .inNamespace(namespace)
                .informOnCondition(all -> all.stream().anyMatch(condition))
                .orTimeout(60, TimeUnit.SECONDS)
                .join()
                .stream()
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    static boolean isReady(ModelBackup backup) {
        return backup.getStatus() != null && backup.getStatus().phase() == BackupPhase.READY;
    }

    private void pass() {
        try {
            client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(this::bind);
            client.batch().v1().jobs().inNamespace(namespace).list().getItems().forEach(this::run);
            client.genericKubernetesResources(SnapshotKinds.snapshots())
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(this::take);
        } catch (KubernetesClientException e) {
            // A conflict, or the kind or the namespace are gone: the next pass sees it as it is then.
        }
    }

    private void bind(PersistentVolumeClaim claim) {
        if (!"Bound".equals(claim.getStatus().getPhase())) {
            claim.getStatus().setPhase("Bound");
            client.resource(claim).patchStatus();
        }
    }

    private void run(Job job) {
        String name = job.getMetadata().getName();
        boolean hasEnded =
                job.getStatus() != null && !job.getStatus().getConditions().isEmpty();
        String failure = failures.entrySet().stream()
                .filter(entry -> name.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("none");
        if (job.getMetadata().getLabels().get(ModelBackup.OF_LABEL) == null || hasEnded || failure.isEmpty()) {
            return;
        }
        boolean fails = !failure.equals("none");
        leavePod(job, fails ? failure : result(name), fails ? 1 : 0);
        end(job, fails ? List.of("FailureTarget", "Failed") : List.of("SuccessCriteriaMet", "Complete"));
    }

    private String result(String job) {
        String digest = digests.entrySet().stream()
                .filter(entry -> job.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(DIGEST);
        return Serialization.asJson(Map.of(
                "digest",
                digest,
                "bytes",
                91_000_000,
                "files",
                List.of(Map.of("path", "model.safetensors", "size", 90_000_000))));
    }

    private void leavePod(Job job, String message, int exitCode) {
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-pod")
                        .withNamespace(namespace)
                        .addToLabels(
                                "batch.kubernetes.io/job-name",
                                job.getMetadata().getName())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        pod.getStatus().setPhase(exitCode == 0 ? "Succeeded" : "Failed");
        client.resource(new PodBuilder(pod)
                        .editStatus()
                        .addNewContainerStatus()
                        .withName("model")
                        .withImage("i")
                        .withImageID("i")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withMessage(message)
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .patchStatus();
    }

    private void end(Job job, List<String> conditions) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean succeeded = conditions.contains("Complete");
        job.setStatus(new JobStatusBuilder()
                .withStartTime(now)
                .withCompletionTime(succeeded ? now : null)
                .withSucceeded(succeeded ? 1 : null)
                .withFailed(succeeded ? null : 1)
                .withConditions(conditions.stream()
                        .map(type -> new JobConditionBuilder()
                                .withType(type)
                                .withStatus("True")
                                .withReason(succeeded ? "CompletionsReached" : "BackoffLimitExceeded")
                                .withLastTransitionTime(now)
                                .withLastProbeTime(now)
                                .build())
                        .toList())
                .build());
        client.resource(job).patchStatus();
    }

    private void take(GenericKubernetesResource snapshot) {
        boolean isReady = Boolean.TRUE.equals(snapshot.get("status", "readyToUse"));
        switch (mood) {
            case Mood.Silent _ -> {}
            case Mood.Fails(var message) -> {
                if (!isReady && snapshot.get("status", "error") == null) {
                    say(snapshot, Map.of("readyToUse", false, "error", Map.of("message", message)));
                }
            }
            case Mood.Lies _ -> {
                if (!isReady) {
                    say(snapshot, Map.of("readyToUse", true));
                }
            }
            case Mood.Takes _ -> {
                if (!isReady || snapshot.get("status", "boundVolumeSnapshotContentName") == null) {
                    take(snapshot, "content-" + snapshot.getMetadata().getUid());
                }
            }
        }
    }

    private void take(GenericKubernetesResource snapshot, String name) {
        if (client.genericKubernetesResources(SnapshotKinds.contents())
                        .withName(name)
                        .get()
                == null) {
            var content = client.resource(Serialization.unmarshal(
                            """
                            apiVersion: snapshot.storage.k8s.io/v1
                            kind: VolumeSnapshotContent
                            metadata: {name: %s}
                            spec:
                              deletionPolicy: Delete
                              driver: %s
                              source: {volumeHandle: v}
                              volumeSnapshotRef: {name: %s, namespace: %s, uid: %s}
                            """.formatted(
                                            name,
                                            DRIVER,
                                            snapshot.getMetadata().getName(),
                                            namespace,
                                            snapshot.getMetadata().getUid()),
                            GenericKubernetesResource.class))
                    .create();
            say(content, Map.of("snapshotHandle", "h-" + name, "readyToUse", true));
        }
        say(snapshot, Map.of("boundVolumeSnapshotContentName", name, "readyToUse", true, "restoreSize", "1Gi"));
    }

    private void say(GenericKubernetesResource object, Map<String, Object> status) {
        object.setAdditionalProperty("status", status);
        client.resource(object).updateStatus();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
