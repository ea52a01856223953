package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pods of a revision. */
class PodTemplateTest {
    private static final RevisionHash HASH = new RevisionHash("bcdfghjklm");

    private static PodTemplateSpec render(ModelDeployment resource) {
        return PodTemplate.render("spam", HASH, RevisionContent.of(resource.getSpec()), "server:1");
    }

    @Test
    void everyContainerMeetsPodSecurityRestricted() {
        var pod = render(Specs.image("")).getSpec();
        assertTrue(pod.getSecurityContext().getRunAsNonRoot());
        assertEquals(
                "RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        assertFalse(pod.getAutomountServiceAccountToken());
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .map(Container::getSecurityContext)
                .forEach(context -> {
                    assertFalse(context.getAllowPrivilegeEscalation());
                    assertTrue(context.getReadOnlyRootFilesystem());
                    assertEquals(List.of("ALL"), context.getCapabilities().getDrop());
                });
    }

    @Test
    void aModelImageIsCopiedByAToolFromTheServerImage() {
        var pod = render(Specs.image("")).getSpec();
        assertEquals(
                List.of("server:1", "models/spam:v1"),
                pod.getInitContainers().stream().map(Container::getImage).toList());
        assertEquals(
                List.of("/tools/busybox", "cp", "-R", "/model/.", "/models/"),
                pod.getInitContainers().getLast().getCommand());
    }

    @Test
    void aClaimIsMountedReadOnlyAtItsPath() {
        var pod = render(Specs.resource("""
                        model: {name: spam, source: {volumeClaim: {claimName: models, path: v2}}}
                        strategy: {canary: {}}
                        """)).getSpec();
        assertEquals(List.of(), pod.getInitContainers());
        var mount = pod.getContainers().getFirst().getVolumeMounts().getLast();
        assertEquals("v2", mount.getSubPath());
        assertTrue(mount.getReadOnly());
    }

    @Test
    void settingsBecomeTheCommandLine() {
        var arguments = render(
                        Specs.image(
                                "server: {port: 9000, device: Cuda, maxTokens: 64, topK: 2, sampleSize: 200, batching: {maxQueue: 200, queueTimeout: 5s}}"))
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
        assertEquals(
                "serve --model /models --port 9000 --model-name spam --revision bcdfghjklm --task text-classification"
                        + " --device cuda --max-length 64 --top-k 2 --max-queue 200 --queue-timeout 5s"
                        + " --sample-size 200 --drain-seconds 5",
                String.join(" ", arguments));
    }

    @Test
    void aGpuIsAskedForOnceAndNotByTheCopy() {
        var pod = render(Specs.image("server: {resources: {limits: {nvidia.com/gpu: 1, memory: 1Gi}}}"))
                .getSpec();
        assertEquals(
                new Quantity("1"),
                pod.getContainers().getFirst().getResources().getLimits().get("nvidia.com/gpu"));
        pod.getInitContainers()
                .forEach(container -> assertEquals(
                        Map.of("memory", new Quantity("1Gi")),
                        container.getResources().getLimits()));
    }

    @Test
    void anAcceleratorBecomesRequestsLimitsSelectorAndToleration() {
        var pod = render(Specs.image("""
                        server: {resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}}
                        scheduling: {nodeSelector: {disk: ssd}}
                        accelerator: {count: 2, product: NVIDIA-H100-80GB-HBM3}
                        """)).getSpec();
        var resources = pod.getContainers().getFirst().getResources();
        assertEquals(Map.of("cpu", new Quantity("1"), "nvidia.com/gpu", new Quantity("2")), resources.getRequests());
        assertEquals(Map.of("memory", new Quantity("1Gi"), "nvidia.com/gpu", new Quantity("2")), resources.getLimits());
        assertEquals(Map.of("disk", "ssd", "nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"), pod.getNodeSelector());
        assertEquals(List.of("nvidia.com/gpu Exists NoSchedule"), tolerations(pod));
        pod.getInitContainers()
                .forEach(container -> assertEquals(
                        Map.of("cpu", new Quantity("1")),
                        container.getResources().getRequests()));
    }

    @Test
    void aMigProfileNamesItsResource() {
        var pod = render(Specs.image("accelerator: {migProfile: 1g.10gb+me}")).getSpec();
        assertEquals(
                Map.of("nvidia.com/mig-1g.10gb.me", new Quantity("1")),
                pod.getContainers().getFirst().getResources().getLimits());
        assertEquals(List.of("nvidia.com/gpu Exists NoSchedule"), tolerations(pod));
    }

    @Test
    void otherMakersTaintsAreNamedAsTheirResources() {
        var pod = render(Specs.image("""
                        accelerator: {resource: amd.com/gpu}
                        scheduling: {tolerations: [{key: amd.com/gpu, operator: Exists, effect: NoSchedule}]}
                        """)).getSpec();
        assertEquals(List.of("amd.com/gpu Exists NoSchedule"), tolerations(pod));
    }

    @Test
    void aClaimTemplateGivesEachPodAClaimThatTheServerAloneUses() {
        var pod = render(Specs.image("accelerator: {resourceClaimTemplateName: one-gpu}"))
                .getSpec();
        assertEquals(
                List.of("one-gpu"),
                pod.getResourceClaims().stream()
                        .map(PodResourceClaim::getResourceClaimTemplateName)
                        .toList());
        assertEquals(
                List.of(pod.getResourceClaims().getFirst().getName()),
                pod.getContainers().getFirst().getResources().getClaims().stream()
                        .map(ResourceClaim::getName)
                        .toList());
        assertTrue(pod.getInitContainers().stream()
                .allMatch(container -> container.getResources() == null
                        || container.getResources().getClaims().isEmpty()));
    }

    private static List<String> tolerations(PodSpec pod) {
        return pod.getTolerations().stream()
                .map(toleration -> toleration.getKey() + " " + toleration.getOperator() + " " + toleration.getEffect())
                .toList();
    }

    @Test
    void podsServeOnAfterTheyAreToldToStop() {
        var pod = render(Specs.image("")).getSpec();
        long preStop = pod.getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();
        assertTrue(preStop + PodTemplate.SERVER_DRAIN_SECONDS < pod.getTerminationGracePeriodSeconds());
    }

    @Test
    void rule20_whatIsStoredIsWhatIsReadBack() {
        var stored = new StoredRevision(HASH, 4, "content", render(Specs.image("")));
        var object = new OwnedObjects(Specs.image("")).controllerRevision(stored);
        var json = Serialization.asJson(object);
        var read = Serialization.unmarshal(json, ControllerRevision.class);
        var back = StoredRevision.read(read, new KubernetesSerialization());
        assertEquals(stored.hash(), back.hash());
        assertEquals(stored.content(), back.content());
        assertEquals(Serialization.asJson(stored.template()), Serialization.asJson(back.template()));
    }

    @Test
    void everyRouteIsReadBackFromItsSelector() {
        for (var route : List.of(new Route.None(), new Route.Only(HASH), new Route.Shared())) {
            assertEquals(route, Labels.route(Labels.selector("spam", route)));
        }
    }
}
