package io.modeldeployment.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.operator.probe.JobProgress;
import io.modeldeployment.operator.resources.FetchJob;
import io.modeldeployment.operator.resources.JobPods;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.JobView;
import io.modeldeployment.operator.storage.JobView.Absent;
import io.modeldeployment.operator.storage.JobView.Done;
import io.modeldeployment.operator.storage.JobView.Ending;
import io.modeldeployment.operator.storage.JobView.Failed;
import io.modeldeployment.operator.storage.JobView.Failure;
import io.modeldeployment.operator.storage.JobView.Running;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads jobs that fetch models. Their pods carry no label by which Services select, so no cache follows them: they are asked for while
 * a job runs, and once when it has ended.
 */
final class FetchJobs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGE_LENGTH = 500;

    private final KubernetesClient client;
    private final JobProgress progress;

    FetchJobs(KubernetesClient client, JobProgress progress) {
        this.client = client;
        this.progress = progress;
    }

    JobView look(Optional<Job> seen) {
        if (seen.isEmpty()) {
            return new Absent();
        }
        Job job = seen.get();
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return new Ending();
        }
        List<Pod> pods = pods(job);
        var failed = JobPods.condition(job, "Failed");
        if (failed.isPresent()) {
            Failure failure = word(pods)
                    .flatMap(FetchJobs::failure)
                    .orElseGet(() -> new Failure(
                            Objects.requireNonNullElse(failed.get().getReason(), "Failed"),
                            Objects.requireNonNullElse(
                                    failed.get().getMessage(),
                                    "see kubectl describe job/"
                                            + job.getMetadata().getName())));
            return new Failed(
                    wantedBy(job),
                    attempt(job),
                    failure,
                    Instant.parse(failed.get().getLastTransitionTime()));
        }
        if (JobPods.condition(job, "Complete").isPresent()) {
            return new Done(word(pods).flatMap(FetchJobs::model));
        }
        return new Running(
                pods.stream()
                        .flatMap(pod -> PodSight.address(pod).stream())
                        .findFirst()
                        .flatMap(ip -> progress.ask(ip, FetchJob.PROGRESS_PORT)),
                PodSight.waiting(pods));
    }

    private static String attempt(Job job) {
        return Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Labels.ATTEMPT))
                .orElse("");
    }

    private static RevisionHash wantedBy(Job job) {
        return Labels.revisionOf(job).orElseGet(() -> new RevisionHash("none"));
    }

    private List<Pod> pods(Job job) {
        return client
                .pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(JobPods.JOB_NAME, job.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .filter(pod -> Ownership.isOwned(pod, job)) // and not by one of the same name before it
                .toList();
    }

    /** The last word of the container that ended last. */
    private static Optional<JsonNode> word(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> Stream.ofNullable(pod.getStatus().getContainerStatuses())
                        .flatMap(List::stream)
                        .map(ContainerStatus::getState))
                .filter(Objects::nonNull)
                .flatMap(state -> Stream.ofNullable(state.getTerminated()))
                .max(Comparator.comparing(
                        (ContainerStateTerminated terminated) -> Objects.toString(terminated.getFinishedAt(), "")))
                .flatMap(FetchJobs::parse);
    }

    private static Optional<JsonNode> parse(ContainerStateTerminated terminated) {
        try {
            return Optional.ofNullable(JSON.readTree(Objects.toString(terminated.getMessage(), "{}")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Failure> failure(JsonNode word) {
        String reason = word.path("reason").asText("");
        String message = word.path("message").asText("");
        return reason.matches("[A-Z][A-Za-z]{1,40}")
                ? Optional.of(new Failure(reason, message.substring(0, Math.min(MESSAGE_LENGTH, message.length()))))
                : Optional.empty();
    }

    private static Optional<StoredModel> model(JsonNode word) {
        String digest = word.path("digest").asText("");
        String revision = word.path("revision").asText("");
        return digest.matches("[0-9a-f]{64}") ? Optional.of(new StoredModel(digest, revision)) : Optional.empty();
    }
}
