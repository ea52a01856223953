package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.modeldeployment.api.v1.ImagePullPolicy;
import io.modeldeployment.api.v1.ImageSource;
import io.modeldeployment.api.v1.ModelSource;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.api.v1.VolumeClaimSource;
import java.util.List;
import java.util.Optional;

/**
 * How model files get into a pod.
 *
 * @param initContainers what copies them, in order
 * @param volumes what holds them
 * @param mount where the server sees them
 */
record ModelVolume(List<Container> initContainers, List<Volume> volumes, VolumeMount mount) {
    static final String MOUNT_PATH = "/models";

    /** Where containers of images without a shell find one, in the volume {@code tools}. */
    static final String TOOL = "/tools/busybox";

    private static final String BUSYBOX = "/opt/modelserver/busybox";

    /** @param owner name of the ModelDeployment */
    static ModelVolume of(String owner, ModelSpec model, Container server) {
        ModelSource source = model.source();
        if (source.image() != null) {
            return copied(source.image(), server);
        }
        if (source.volumeClaim() != null) {
            return claimed(source.volumeClaim());
        }
        Optional<ModelClaim> fetched = ModelClaim.of(owner, model);
        if (fetched.isPresent()) {
            return claimed(new VolumeClaimSource(fetched.get().name(), null));
        }
        throw new IllegalArgumentException("the CRD lets no model through without a source");
    }

    Container mountedInto(Container server) {
        return new ContainerBuilder(server).addToVolumeMounts(mount).build();
    }

    /**
     * A model image holds nothing but files, so the program that copies them comes from the server image: the first
     * init container hands a static busybox over, the second runs it in the model image.
     */
    private static ModelVolume copied(ImageSource image, Container server) {
        String path = Optional.ofNullable(image.path()).orElse("/model");
        String policy =
                PodTemplate.policy(Optional.ofNullable(image.pullPolicy()).orElse(ImagePullPolicy.IF_NOT_PRESENT));
        var tool = handsOver(init("copy-tool", server), server).build();
        var copy = init("copy-model", server)
                .withImage(image.reference())
                .withImagePullPolicy(policy)
                .withCommand(TOOL, "cp", "-R", path + "/.", MOUNT_PATH + "/")
                .withVolumeMounts(
                        PodTemplate.mount("tools", "/tools", true), PodTemplate.mount("model", MOUNT_PATH, false))
                .build();
        return new ModelVolume(
                List.of(tool, copy),
                List.of(emptyDir("tools"), emptyDir("model")),
                PodTemplate.mount("model", MOUNT_PATH, true));
    }

    /** {@code init}, as a container that puts a static busybox from the image of {@code server} at {@link #TOOL}. */
    static ContainerBuilder handsOver(ContainerBuilder init, Container server) {
        return init.withImage(server.getImage())
                .withImagePullPolicy(server.getImagePullPolicy())
                .withCommand(BUSYBOX, "cp", BUSYBOX, TOOL)
                .withVolumeMounts(PodTemplate.mount("tools", "/tools", false));
    }

    private static ModelVolume claimed(VolumeClaimSource claim) {
        String path = Optional.ofNullable(claim.path()).orElse(".");
        var volume = new VolumeBuilder()
                .withName("model")
                .withNewPersistentVolumeClaim(claim.claimName(), true)
                .build();
        var mount = new VolumeMountBuilder(PodTemplate.mount("model", MOUNT_PATH, true))
                .withSubPath(path.equals(".") ? null : path)
                .build();
        return new ModelVolume(List.of(), List.of(volume), mount);
    }

    /** One that is restricted, and whose last words are kept. */
    static ContainerBuilder container(String name) {
        return new ContainerBuilder()
                .withName(name)
                .withSecurityContext(PodTemplate.restricted())
                .withTerminationMessagePolicy("FallbackToLogsOnError");
    }

    private static ContainerBuilder init(String name, Container server) {
        return container(name)
                .withResources(
                        server.getResources() == null
                                ? null
                                : ContainerResources.withoutDevices(server.getResources()));
    }

    static Volume emptyDir(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }
}
