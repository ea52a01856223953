package io.modeldeployment.operator.evaluation.run;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.GoldenSetVolume;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.resources.GoldenSetJob;
import io.modeldeployment.operator.resources.JobPods;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a golden set from a claim through a job that mounts it and serves the one file; the operator itself mounts nobody's claims. */
final class VolumeReader {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final BoundedHttp http;
    private final String image;
    private final int port;

    /** {@code image} is that of the server. */
    VolumeReader(KubernetesClient client, HttpClient http, String image) {
        this(client, http, image, GoldenSetJob.PORT);
    }

    VolumeReader(KubernetesClient client, HttpClient http, String image, int port) {
        this.client = client;
        this.http = new BoundedHttp(http, GoldenSet.MOST_BYTES);
        this.image = image;
        this.port = port;
    }

    byte[] read(String namespace, String name, GoldenSetVolume volume, Deadline deadline)
            throws UnmeasurableException, InterruptedException {
        Deadline end = Deadline.in(deadline.atMost(TIMEOUT));
        try {
            Job job = client.resource(GoldenSetJob.render(name, image, volume, end.left()))
                    .inNamespace(namespace)
                    .create();
            try {
                return served(job, volume, end);
            } finally {
                client.resource(job)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete();
            }
        } catch (KubernetesClientException e) {
            throw new UnmeasurableException("the golden set on the claim %s could not be read: %s"
                    .formatted(volume.claimName(), e.getMessage()));
        }
    }

    private byte[] served(Job job, GoldenSetVolume volume, Deadline end)
            throws UnmeasurableException, InterruptedException {
        String obstacle = "its job has no pod yet";
        while (!end.isOver()) {
            Optional<Pod> pod = client
                    .pods()
                    .inNamespace(job.getMetadata().getNamespace())
                    .withLabel(JobPods.JOB_NAME, job.getMetadata().getName())
                    .list()
                    .getItems()
                    .stream()
                    .findFirst();
            Optional<String> address = pod.filter(VolumeReader::isRunning)
                    .map(running -> running.getStatus().getPodIP());
            if (address.isPresent()) {
                try {
                    return get(address.get(), volume, end);
                } catch (IOException e) {
                    obstacle = BoundedHttp.words(e);
                }
            } else {
                obstacle = pod.flatMap(VolumeReader::obstacle).orElse(obstacle);
            }
            Thread.sleep(end.atMost(POLL));
        }
        throw new UnmeasurableException(
                "the golden set on the claim %s could not be read in time: %s".formatted(volume.claimName(), obstacle));
    }

    private byte[] get(String ip, GoldenSetVolume volume, Deadline end)
            throws IOException, InterruptedException, UnmeasurableException {
        var url = URI.create("http://" + Addresses.authority(ip, port) + GoldenSetJob.PATH);
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(url).GET(), BodyHandlers.ofByteArray(), end.atMost(ASK));
        if (answer.statusCode() != 200) {
            throw new UnmeasurableException(
                    "the claim %s has no file %s: write another path into spec.evaluation.goldenSet.volumeClaim"
                            .formatted(volume.claimName(), volume.path()));
        }
        return answer.body();
    }

    private static boolean isRunning(Pod pod) {
        return pod.getStatus() != null
                && "Running".equals(pod.getStatus().getPhase())
                && pod.getStatus().getPodIP() != null;
    }

    /** Why the pod does not run, in the words of the scheduler or the kubelet. */
    private static Optional<String> obstacle(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        Optional<String> unscheduled = pod.getStatus().getConditions().stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> String.valueOf(condition.getMessage()))
                .findFirst();
        return unscheduled.or(() ->
                Optional.ofNullable(pod.getStatus().getContainerStatuses()).orElse(List.of()).stream()
                        .map(status -> Optional.ofNullable(status.getState())
                                .map(state -> state.getWaiting())
                                .map(VolumeReader::words))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static String words(ContainerStateWaiting waiting) {
        return waiting.getMessage() == null ? waiting.getReason() : waiting.getReason() + ": " + waiting.getMessage();
    }
}
