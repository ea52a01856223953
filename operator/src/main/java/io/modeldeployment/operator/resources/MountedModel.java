package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.modeldeployment.operator.backup.Found;
import io.modeldeployment.operator.backup.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads off a revision's pods where their model lies: what is served is what is backed up, whatever the spec says by now. */
public final class MountedModel {
    private MountedModel() {}

    /**
     * What there is to back up.
     *
     * @param pods as the revision's Deployment has them
     * @param revision hash of it
     */
    public static Found of(PodTemplateSpec pods, String revision) {
        Optional<Container> server = pods.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals("server"))
                .findFirst();
        Optional<VolumeMount> mount = server.flatMap(container -> container.getVolumeMounts().stream()
                .filter(one -> one.getMountPath().equals(ModelVolume.MOUNT_PATH))
                .findFirst());
        Optional<String> claim = mount.flatMap(one -> pods.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(one.getName()))
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(PersistentVolumeClaimVolumeSource::getClaimName)
                .findFirst());
        return claim.<Found>map(name -> new Found.Model(new Source(
                        name,
                        mount.map(VolumeMount::getSubPath).orElse("."),
                        revision,
                        server.map(MountedModel::modelName).orElse(""))))
                .orElseGet(() -> new Found.Nothing(
                        "NothingToBackUp",
                        "the model of the revision %s comes from a container image, which its registry keeps: there is no volume to back up"
                                .formatted(revision)));
    }

    private static String modelName(Container server) {
        List<String> arguments = server.getArgs();
        int option = arguments.indexOf("--model-name");
        return option >= 0 && option + 1 < arguments.size() ? arguments.get(option + 1) : "";
    }
}
