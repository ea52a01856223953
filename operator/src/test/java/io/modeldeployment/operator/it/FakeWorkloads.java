package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Deployment controller, the kubelet, the EndpointSlice controller and the garbage collector in one namespace,
 * as little as the operator needs of them: looks every 50 ms and does what is missing.
 */
final class FakeWorkloads implements AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;
    private final Function<Pod, Fate> fate;
    private final FakeScheduler scheduler;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private int addresses;

    /** What becomes of a pod. */
    enum Fate {
        READY,
        STARTING,
        CRASHED
    }

    FakeWorkloads(KubernetesClient client, String namespace, Function<Pod, Fate> fate) {
        this.client = client;
        this.namespace = namespace;
        this.fate = fate;
        this.scheduler = new FakeScheduler(client);
        var _ = loop.scheduleWithFixedDelay(this::pass, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void pass() {
        try {
            List<Deployment> deployments =
                    client.apps().deployments().inNamespace(namespace).list().getItems();
            List<Pod> pods = client.pods().inNamespace(namespace).list().getItems();
            pods.stream()
                    .filter(pod -> !pod.getMetadata().getLabels().containsKey("batch.kubernetes.io/job-name"))
                    .filter(pod -> deployments.stream().noneMatch(deployment -> owns(deployment, pod)))
                    .forEach(this::remove);
            deployments.forEach(deployment -> run(
                    deployment,
                    pods.stream().filter(pod -> owns(deployment, pod)).toList()));
            client.services().inNamespace(namespace).list().getItems().forEach(service -> publish(service, pods));
        } catch (KubernetesClientException e) {
            // A conflict, or the namespace is gone: the next pass sees it as it is then.
        }
    }

    private static boolean owns(HasMetadata owner, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()));
    }

    private void remove(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    private void run(Deployment deployment, List<Pod> pods) {
        int wanted = deployment.getSpec().getReplicas();
        pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .skip(wanted)
                .forEach(this::remove);
        for (int i = pods.size(); i < wanted; i++) {
            create(deployment);
        }
        pods.forEach(this::advance);
        int ready = (int) pods.stream().filter(FakeWorkloads::isReady).count();
        var status = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .build();
        var old = deployment.getStatus();
        if (old == null
                || !Objects.equals(old.getObservedGeneration(), status.getObservedGeneration())
                || or(old.getReplicas()) != pods.size()
                || or(old.getAvailableReplicas()) != ready) {
            deployment.setStatus(status);
            client.resource(deployment).patchStatus();
        }
    }

    private static int or(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private void create(Deployment deployment) {
        var template = deployment.getSpec().getTemplate();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName(deployment.getMetadata().getName() + "-")
                        .withNamespace(namespace)
                        .withLabels(template.getMetadata().getLabels())
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("apps/v1")
                                .withKind("Deployment")
                                .withName(deployment.getMetadata().getName())
                                .withUid(deployment.getMetadata().getUid())
                                .build())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
    }

    private void advance(Pod pod) {
        if (!scheduler.place(pod)) {
            return;
        }
        boolean untouched = pod.getStatus() == null || pod.getStatus().getPodIP() == null;
        Fate due = fate.apply(pod);
        if (untouched || isReady(pod) != (due == Fate.READY)) {
            pod.setStatus(status(pod, due));
            client.resource(pod).patch(PatchContext.of(PatchType.JSON_MERGE));
            client.resource(pod).patchStatus();
        }
    }

    private PodStatus status(Pod pod, Fate due) {
        String ip = pod.getStatus() == null || pod.getStatus().getPodIP() == null
                ? "10.0.0." + ++addresses
                : pod.getStatus().getPodIP();
        var container = new ContainerStatusBuilder()
                .withName("server")
                .withImage("server")
                .withImageID("")
                .withReady(due == Fate.READY)
                .withStarted(due == Fate.READY)
                .withRestartCount(due == Fate.CRASHED ? 1 : 0);
        if (due == Fate.CRASHED) {
            container
                    .withNewState()
                    .withNewWaiting()
                    .withReason("CrashLoopBackOff")
                    .endWaiting()
                    .endState()
                    .withNewLastState()
                    .withNewTerminated()
                    .withExitCode(3)
                    .withMessage("model.safetensors: truncated")
                    .withFinishedAt(Instant.now().plusSeconds(1).toString())
                    .endTerminated()
                    .endLastState();
        }
        return new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(ip)
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(due == Fate.READY ? "True" : "False")
                        .build())
                .withContainerStatuses(container.build())
                .build();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private void publish(Service service, List<Pod> pods) {
        Map<String, String> selector = service.getSpec().getSelector();
        List<Endpoint> endpoints = pods.stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .filter(FakeWorkloads::isReady)
                .map(pod -> new EndpointBuilder()
                        .withAddresses(pod.getStatus().getPodIP())
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withNamespace(namespace)
                        .withName(pod.getMetadata().getName())
                        .endTargetRef()
                        .build())
                .toList();
        var labels = new HashMap<>(service.getMetadata().getLabels());
        labels.put("kubernetes.io/service-name", service.getMetadata().getName());
        client.resource(new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withName(service.getMetadata().getName() + "-slice")
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withAddressType("IPv4")
                        .withEndpoints(endpoints)
                        .build())
                .fieldManager("fake")
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
