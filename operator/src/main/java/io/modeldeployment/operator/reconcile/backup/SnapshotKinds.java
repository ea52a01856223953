package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.modeldeployment.operator.resources.Snapshots;

/** How to ask for kinds that the client has no model of. */
public final class SnapshotKinds {
    private SnapshotKinds() {}

    /** How to ask for VolumeSnapshots. */
    public static ResourceDefinitionContext snapshots() {
        return definition(Snapshots.KIND, "volumesnapshots", true);
    }

    /** How to ask for VolumeSnapshotContents. */
    public static ResourceDefinitionContext contents() {
        return definition("VolumeSnapshotContent", "volumesnapshotcontents", false);
    }

    /** How to ask for VolumeSnapshotClasses. */
    public static ResourceDefinitionContext classes() {
        return definition("VolumeSnapshotClass", "volumesnapshotclasses", false);
    }

    private static ResourceDefinitionContext definition(String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(Snapshots.GROUP)
                .withVersion(Snapshots.VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
