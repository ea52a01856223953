package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.modeldeployment.api.v1.ImagePullPolicy;
import io.modeldeployment.api.v1.ImagePullSecret;
import io.modeldeployment.api.v1.SchedulingSpec;
import io.modeldeployment.api.v1.ServerSpec;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renders the pods of a revision, once: the result is kept in the revision's ControllerRevision, so an upgrade of the
 * operator that would render another one restarts nothing (rule 20).
 */
public final class PodTemplate {
    /** Seconds a pod lives on, serving, after it is told to stop: kube-proxy follows an endpoint after two on average. */
    static final long PRE_STOP_SECONDS = 5;

    /** Seconds the server goes on accepting after SIGTERM, for clients that have not noticed yet. */
    static final int SERVER_DRAIN_SECONDS = 5;

    private static final long TERMINATION_GRACE_SECONDS = 60;
    private static final long USER = 65532;

    private PodTemplate() {}

    /**
     * Renders the pods of {@code revision}.
     *
     * @param name name of the ModelDeployment
     * @param serverImage image to use where the content names none
     */
    public static PodTemplateSpec render(
            String name, RevisionHash revision, RevisionContent content, String serverImage) {
        var server = Optional.ofNullable(content.server());
        var scheduling = Optional.ofNullable(content.scheduling());
        var container =
                serverContainer(revision, content, server.map(ServerSpec::image).orElse(serverImage));
        var model = ModelVolume.of(name, content.model(), container);
        var labels = new HashMap<>(Labels.common(name));
        labels.put(Labels.REVISION, revision.value());
        var pod = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(withoutRights()
                        .withTerminationGracePeriodSeconds(TERMINATION_GRACE_SECONDS)
                        .withNodeSelector(
                                scheduling.map(SchedulingSpec::nodeSelector).orElse(null))
                        .withPriorityClassName(scheduling
                                .map(SchedulingSpec::priorityClassName)
                                .orElse(null))
                        .withTolerations(tolerations(scheduling))
                        .withImagePullSecrets(pullSecrets(content.imagePullSecrets()))
                        .withInitContainers(model.initContainers())
                        .withContainers(model.mountedInto(container))
                        .withVolumes(model.volumes())
                        .addNewVolume()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .build())
                .build();
        return DevicePods.with(content.accelerator(), pod);
    }

    private static Container serverContainer(RevisionHash revision, RevisionContent content, String image) {
        var server = Optional.ofNullable(content.server());
        int port = server.map(ServerSpec::port).orElse(8000);
        return new ContainerBuilder()
                .withName("server")
                .withImage(image)
                .withImagePullPolicy(
                        policy(server.map(ServerSpec::imagePullPolicy).orElse(ImagePullPolicy.IF_NOT_PRESENT)))
                .withArgs(ServerArguments.of(revision, content))
                .addNewPort()
                .withName("http")
                .withContainerPort(port)
                .withProtocol("TCP")
                .endPort()
                .withStartupProbe(httpGet("/health/ready", 2, 1800))
                // Slow to give up: a pod that is busy must not leave its share of the load to the others, and one that
                // is told to stop leaves the Service by that.
                .withReadinessProbe(httpGet("/health/ready", 5, 3))
                .withLivenessProbe(httpGet("/health/live", 10, 6))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(PRE_STOP_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(server.map(ServerSpec::resources)
                        .map(ContainerResources::all)
                        .orElse(null))
                .withSecurityContext(restricted())
                .withVolumeMounts(mount("tmp", "/tmp", false))
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Probe httpGet(String path, int period, int failures) {
        return new ProbeBuilder()
                .withHttpGet(new HTTPGetActionBuilder()
                        .withPath(path)
                        .withPort(new IntOrString("http"))
                        .withScheme("HTTP")
                        .build())
                .withPeriodSeconds(period)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    /** A pod that cannot ask the API server and meets Pod Security "restricted", as all of the operator's do. */
    static PodSpecBuilder withoutRights() {
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(unprivileged());
    }

    /** What Pod Security "restricted" asks of a pod. */
    private static PodSecurityContext unprivileged() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** What Pod Security "restricted" asks of every container. */
    static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    static VolumeMount mount(String volume, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    static String policy(ImagePullPolicy policy) {
        return CanonicalForm.name(policy);
    }

    static List<Toleration> tolerations(Optional<SchedulingSpec> scheduling) {
        return scheduling.map(SchedulingSpec::tolerations).orElse(List.of()).stream()
                .map(toleration -> new TolerationBuilder()
                        .withKey(toleration.key())
                        .withOperator(named(toleration.operator()))
                        .withValue(toleration.value())
                        .withEffect(named(toleration.effect()))
                        .withTolerationSeconds(toleration.tolerationSeconds())
                        .build())
                .toList();
    }

    private static @Nullable String named(@Nullable Enum<?> constant) {
        return constant == null ? null : CanonicalForm.name(constant);
    }

    static List<LocalObjectReference> pullSecrets(@Nullable List<ImagePullSecret> secrets) {
        return secrets == null
                ? List.of()
                : secrets.stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .toList();
    }
}
