package io.modeldeployment.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Work;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a job over a model's files has come to: its conditions, and what {@code modelserver model} left as termination message. */
public final class JobReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobReport() {}

    /**
     * What became of it.
     *
     * @param pods the job's pods, once it has ended
     */
    public static Work read(Job job, List<Pod> pods) {
        String name = job.getMetadata().getName();
        if (JobPods.condition(job, "Complete").isPresent()) {
            return new Work.Done(
                    messages(pods, true).flatMap(JobReport::contents).findFirst());
        }
        Optional<JobCondition> failed = JobPods.condition(job, "Failed");
        if (failed.isEmpty()) {
            return new Work.Running(name);
        }
        if ("DeadlineExceeded".equals(failed.get().getReason())) {
            return new Work.Failed(
                    "DeadlineExceeded",
                    "the job %s did not end in time: see why by kubectl describe job/%s".formatted(name, name));
        }
        return messages(pods, false)
                .map(text -> failure(text, name))
                .findFirst()
                .orElseGet(() -> new Work.Failed(
                        "JobFailed", "the job %s failed: see why by kubectl describe job/%s".formatted(name, name)));
    }

    private static Stream<String> messages(List<Pod> pods, boolean ofSuccess) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .flatMap(container -> Stream.ofNullable(container.getState()))
                .flatMap(state -> Stream.ofNullable(state.getTerminated()))
                .filter(terminated -> ofSuccess == (terminated.getExitCode() == 0))
                .map(ContainerStateTerminated::getMessage)
                .filter(message -> message != null && !message.isBlank());
    }

    private static Stream<Contents> contents(String message) {
        return json(message)
                .filter(node -> node.path("digest").isTextual())
                .map(node -> new Contents(
                        node.path("digest").asText(),
                        node.path("bytes").asLong(),
                        StreamSupport.stream(node.path("files").spliterator(), false)
                                .map(file -> new Contents.File(
                                        file.path("path").asText(),
                                        file.path("size").asLong()))
                                .toList()))
                .stream();
    }

    /** What is no JSON comes from a container that could not say more: its last lines. */
    private static Work failure(String message, String job) {
        return json(message)
                .filter(node -> node.path("reason").isTextual())
                .map(node -> new Work.Failed(
                        node.path("reason").asText(), node.path("message").asText("the job " + job + " failed")))
                .orElseGet(() -> new Work.Failed("JobFailed", "the job %s failed: %s".formatted(job, message.strip())));
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
