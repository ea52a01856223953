package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.modeldeployment.operator.resources.FetchJob;
import io.modeldeployment.operator.resources.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the Job controller and the kubelet for jobs that fetch and restore models, as a test tells it to. */
final class FakeFetch implements AutoCloseable {
    /** What {@code modelserver model fetch} leaves when it is done. */
    static final String DIGEST = "0123456789abcdef".repeat(4);

    private static final String DONE = "{\"digest\": \"" + DIGEST + "\", \"revision\": \"c5f93f70\", \"bytes\": 12}";

    private final KubernetesClient client;
    private final BlockingQueue<Job> made = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Watch watch;

    FakeFetch(KubernetesClient client, String namespace) {
        this.client = client;
        this.watch = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(Labels.MODEL)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Job job) {
                        if (action == Action.ADDED) {
                            count.incrementAndGet();
                            made.add(job);
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    /** Jobs that were ever made. */
    int count() {
        return count.get();
    }

    /** The next job that is made. */
    Job await() throws InterruptedException {
        Job job = made.poll(60, TimeUnit.SECONDS);
        if (job == null) {
            throw new AssertionError("no job was made");
        }
        return job;
    }

    void succeeds(Job job) {
        succeeds(job, DONE);
    }

    /** The same, of a job that finds {@code digest}. */
    void finds(Job job, String digest) {
        succeeds(job, "{\"digest\": \"" + digest + "\", \"bytes\": 12}");
    }

    private void succeeds(Job job, String word) {
        ends(job, "Succeeded", 0, word);
        status(job, "SuccessCriteriaMet", "Complete", "CompletionsReached");
    }

    void fails(Job job, String reason, String message) {
        ends(job, "Failed", 3, "{\"reason\": \"%s\", \"message\": \"%s\"}".formatted(reason, message));
        status(job, "FailureTarget", "Failed", "PodFailurePolicy");
    }

    private void ends(Job job, String phase, int code, String word) {
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName(job.getMetadata().getName() + "-")
                        .withNamespace(job.getMetadata().getNamespace())
                        .withLabels(Map.of(
                                "batch.kubernetes.io/job-name",
                                job.getMetadata().getName(),
                                Labels.MODEL,
                                "spam"))
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("batch/v1")
                                .withKind("Job")
                                .withName(job.getMetadata().getName())
                                .withUid(job.getMetadata().getUid())
                                .build())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName(FetchJob.CONTAINER)
                .withImage("server")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewTerminated()
                .withExitCode(code)
                .withFinishedAt(now())
                .withMessage(word)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
        client.resource(pod).patchStatus();
    }

    private void status(Job job, String first, String last, String reason) {
        boolean succeeded = last.equals("Complete");
        job.setStatus(new JobStatusBuilder()
                .withStartTime(now())
                .withCompletionTime(succeeded ? now() : null)
                .withSucceeded(succeeded ? 1 : null)
                .withFailed(succeeded ? null : 1)
                .withConditions(List.of(first, last).stream()
                        .map(type -> new JobConditionBuilder()
                                .withType(type)
                                .withStatus("True")
                                .withReason(reason)
                                .withMessage("as a test says")
                                .withLastTransitionTime(now())
                                .withLastProbeTime(now())
                                .build())
                        .toList())
                .build());
        client.resource(job).patchStatus();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        watch.close();
    }
}
