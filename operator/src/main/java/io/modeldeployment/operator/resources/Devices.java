package io.modeldeployment.operator.resources;

import io.modeldeployment.api.v1.AcceleratorSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The devices of each pod as they are part of a revision: with every default written out, so that asking for them is
 * never the same revision as not asking.
 *
 * @param resource extended resource; null with a claim
 * @param count how many of it; null with a claim
 * @param product value of the nodes' product label, if only some will do
 * @param resourceClaimTemplateName what devices are claimed by, in place of a resource
 */
public record Devices(
        @Nullable String resource,
        @Nullable Integer count,
        @Nullable String product,
        @Nullable String resourceClaimTemplateName) {
    /** Label that GPU feature discovery gives to nodes. */
    public static final String PRODUCT_LABEL = "nvidia.com/gpu.product";

    private static final String NVIDIA = "nvidia.com/";
    private static final String GPU = "nvidia.com/gpu";

    static @Nullable Devices of(@Nullable AcceleratorSpec spec) {
        if (spec == null) {
            return null;
        }
        return spec.resourceClaimTemplateName() == null
                ? new Devices(resource(spec), Optional.ofNullable(spec.count()).orElse(1), spec.product(), null)
                : new Devices(null, null, null, spec.resourceClaimTemplateName());
    }

    /** The device plugin writes the '+' of a profile with media engines as a point. */
    private static String resource(AcceleratorSpec spec) {
        return spec.migProfile() == null
                ? Optional.ofNullable(spec.resource()).orElse(GPU)
                : NVIDIA + "mig-" + spec.migProfile().replace('+', '.');
    }

    /** Key of the taint that keeps others off the nodes that have them. */
    String taint() {
        return resource == null || resource.startsWith(NVIDIA) ? GPU : resource;
    }
}
