package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.analysis.PodAddress;
import io.modeldeployment.operator.app.OperatorUnderTest;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.Probe;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** A namespace with an operator that watches it and fake workloads that obey it. */
final class OperatorHarness implements AutoCloseable {
    final KubernetesClient client = ApiServer.shared().client("test");
    final String namespace = ApiServer.shared().newNamespace(client);
    final String agent = "operator-" + namespace;

    final OperatorRights rights = new OperatorRights(client, namespace);

    private final Map<String, FakeWorkloads.Fate> fates = new ConcurrentHashMap<>();
    private final Map<String, Function<Pod, Probe>> answers = new ConcurrentHashMap<>();
    private final Map<String, long[]> serving = new ConcurrentHashMap<>();
    private final Map<String, long[]> totals = new ConcurrentHashMap<>();
    private final FakeWorkloads workloads = new FakeWorkloads(client, namespace, this::fate);
    private final Optional<String> user;
    private OperatorUnderTest operator;

    /** With an operator that may do everything. */
    OperatorHarness() {
        user = Optional.empty();
        operator = startOperator();
    }

    /** With an operator that has the rights that the chart gives it, but none to what is named here. */
    OperatorHarness(String... without) {
        rights.grantAllBut(Set.of(without));
        user = Optional.of(rights.user());
        operator = startOperator();
    }

    private OperatorUnderTest startOperator() {
        return new OperatorUnderTest(ApiServer.shared().operator(agent, user), namespace, this::answer, this::counts);
    }

    /** Ends the operator in order. */
    void stopOperator() {
        operator.close();
    }

    /** Ends the operator and starts another one, which knows nothing of the first. */
    void restartOperator() {
        operator.close();
        operator = startOperator();
    }

    private FakeWorkloads.Fate fate(Pod pod) {
        return fates.getOrDefault(modelImage(pod), FakeWorkloads.Fate.READY);
    }

    private Probe answer(String ip, int port) {
        return client.pods().inNamespace(namespace).withLabel(Labels.NAME).list().getItems().stream()
                .filter(pod ->
                        pod.getStatus() != null && ip.equals(pod.getStatus().getPodIP()))
                .map(pod -> answers.getOrDefault(modelImage(pod), _ -> new Probe.Passed())
                        .apply(pod))
                .findFirst()
                .orElse(new Probe.NoAnswer("no such pod"));
    }

    /** Each reading finds as many requests more as the pods of that model serve in between. */
    private PodReading counts(PodAddress pod) {
        long[] served = served(imageAt(pod.ip()));
        long[] sums = totals.merge(pod.ip(), served, (one, more) -> new long[] {one[0] + more[0], one[1] + more[1]});
        long answered = sums[0] - sums[1];
        return new PodReading(Map.of(
                Metric.ERROR_RATE, new ArmCounts(sums[0], Map.of("", sums[1])),
                Metric.LATENCY, new ArmCounts(answered, Map.of("0.1", answered)),
                Metric.LABEL_DRIFT,
                        new ArmCounts(answered, Map.of("spam", answered / 2, "ham", answered - answered / 2))));
    }

    private long[] served(String image) {
        return serving.getOrDefault(image, new long[2]);
    }

    private String imageAt(String ip) {
        return client.pods().inNamespace(namespace).withLabel(Labels.NAME).list().getItems().stream()
                .filter(pod ->
                        pod.getStatus() != null && ip.equals(pod.getStatus().getPodIP()))
                .map(OperatorHarness::modelImage)
                .findFirst()
                .orElse("");
    }

    /** From now on each pod of that model serves so many requests between two readings of its counters. */
    void podsServe(String modelImage, long requests, long failed) {
        serving.put(modelImage, new long[] {requests, failed});
    }

    /** What the model comes from; the claim where it is no image. */
    static String modelImage(Pod pod) {
        var copies = pod.getSpec().getInitContainers();
        return copies.isEmpty()
                ? pod.getSpec()
                        .getVolumes()
                        .getFirst()
                        .getPersistentVolumeClaim()
                        .getClaimName()
                : copies.getLast().getImage();
    }

    void podsOf(String modelImage, FakeWorkloads.Fate fate) {
        fates.put(modelImage, fate);
    }

    void podsAnswer(String modelImage, Probe answer) {
        podsAnswer(modelImage, _ -> answer);
    }

    /** Not all pods of a model answer the same. */
    void podsAnswer(String modelImage, Function<Pod, Probe> answer) {
        answers.put(modelImage, answer);
    }

    /** Applies a ModelDeployment named spam as a user would. */
    void apply(String modelImage, int replicas, String strategy) {
        apply(modelImage, replicas, strategy, "{drainSeconds: 1}");
    }

    /** Applies a ModelDeployment named spam whose model lies in a directory of a claim, with more of the spec as YAML. */
    void applyClaim(String claim, String path, String more) {
        var yaml = """
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelDeployment
                metadata: {name: spam, namespace: %s}
                spec:
                  model: {name: spam, source: {volumeClaim: {claimName: %s, path: %s}}}
                  traffic: {drainSeconds: 1}
                  strategy: {canary: {steps: [{setWeight: 50}]}}
                """.formatted(namespace, claim, path) + more.indent(2);
        client.resource(Serialization.unmarshal(yaml, ModelDeployment.class))
                .fieldManager("user")
                .serverSideApply();
    }

    /** The same, with {@code traffic} as YAML. */
    void apply(String modelImage, int replicas, String strategy, String traffic) {
        apply("spam", modelImage, replicas, strategy, "traffic: " + traffic);
    }

    /** The same under another name, with {@code more} of the spec as YAML. */
    void apply(String name, String modelImage, int replicas, String strategy, String more) {
        applySpec(name, """
                replicas: %d
                model: {name: spam, source: {image: {reference: '%s'}}}
                strategy: %s
                """.formatted(replicas, modelImage, strategy) + more);
    }

    /** Applies the ModelDeployment with a whole spec as YAML. */
    void applySpec(String spec) {
        applySpec("spam", spec);
    }

    private void applySpec(String name, String spec) {
        var yaml = """
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelDeployment
                metadata: {name: %s, namespace: %s}
                spec:
                """.formatted(name, namespace) + spec.indent(2);
        client.resource(Serialization.unmarshal(yaml, ModelDeployment.class))
                .fieldManager("user")
                .serverSideApply();
    }

    /** Changes fields of the spec, given as YAML. */
    void change(String spec) {
        client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName("spam")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().convertToJson("spec:\n" + spec.indent(2)));
    }

    /** Writes the annotation alone, so that a status written meanwhile is no conflict. */
    void act(String verb) {
        String action = verb + ";revision=" + status().candidateRevision() + ";id=" + System.nanoTime();
        client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName("spam")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of(
                                "metadata", Map.of("annotations", Map.of(ModelDeployment.ACTION_ANNOTATION, action)))));
    }

    ModelDeploymentStatus status() {
        return Objects.requireNonNull(get().getStatus());
    }

    ModelDeployment get() {
        return client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName("spam")
                .require();
    }

    /** Waits for a status, at most a minute; the failure shows the last one. */
    ModelDeploymentStatus await(String what, Predicate<ModelDeploymentStatus> condition) {
        return await("spam", what, condition);
    }

    /** The same of another one. */
    ModelDeploymentStatus await(String name, String what, Predicate<ModelDeploymentStatus> condition) {
        try {
            var reached = client.resources(ModelDeployment.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .waitUntilCondition(
                            resource -> resource != null
                                    && resource.getStatus() != null
                                    && Objects.equals(
                                            resource.getStatus().observedGeneration(),
                                            resource.getMetadata().getGeneration())
                                    && condition.test(resource.getStatus()),
                            60,
                            TimeUnit.SECONDS);
            return Objects.requireNonNull(reached.getStatus());
        } catch (io.fabric8.kubernetes.client.KubernetesClientTimeoutException e) {
            throw new AssertionError(what + " did not come; the last status:\n" + Serialization.asYaml(status()), e);
        }
    }

    ModelDeploymentStatus awaitReady() {
        return await("Ready", status -> condition(status, "Ready").equals(Optional.of("True")));
    }

    static Optional<String> condition(ModelDeploymentStatus status, String type) {
        return whole(status, type).map(Condition::getStatus);
    }

    static Optional<String> reason(ModelDeploymentStatus status, String type) {
        return whole(status, type).map(Condition::getReason);
    }

    static Optional<String> message(ModelDeploymentStatus status, String type) {
        return whole(status, type).map(Condition::getMessage);
    }

    private static Optional<Condition> whole(ModelDeploymentStatus status, String type) {
        return Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** Revision that the selector of a Service names; empty for all. */
    Optional<String> selected(String service) {
        return Optional.ofNullable(client.services()
                .inNamespace(namespace)
                .withName(service)
                .require()
                .getSpec()
                .getSelector()
                .get(Labels.REVISION));
    }

    @Override
    public void close() {
        operator.close();
        workloads.close();
        rights.remove();
        // No controller empties a namespace here, and there are 254 addresses for the Services of all tests.
        client.services().inNamespace(namespace).delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
