package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The GPUs, or other devices, of each pod; requests, node selector and toleration follow from it. */
@ValidationRule(
        value = "!has(self.resourceClaimTemplateName) || self.resource == 'nvidia.com/gpu' && self.count == 1 "
                + "&& !has(self.product) && !has(self.migProfile)",
        message = "a ResourceClaimTemplate says itself which devices and how many: write resourceClaimTemplateName "
                + "without resource, count, product and migProfile")
@MoreRules({
    @ValidationRule(
            value = "!has(self.migProfile) || self.resource == 'nvidia.com/gpu'",
            message = "migProfile names the resource, such as nvidia.com/mig-1g.10gb: leave resource out"),
    @ValidationRule(
            value = "!has(self.product) || self.resource.startsWith('nvidia.com/')",
            message =
                    "product is a label that NVIDIA's GPU feature discovery gives to nodes: for other resources write "
                            + "spec.scheduling.nodeSelector"),
    @ValidationRule(
            value = "self.count == 1 || !self.resource.endsWith('.shared') "
                    + "&& (!has(self.product) || !self.product.endsWith('-SHARED'))",
            message = "two shares of a card are no more than one, and device plugins refuse them: write count: 1")
})
public record AcceleratorSpec(
        @JsonPropertyDescription(
                "Extended resource that a device plugin offers, for example nvidia.com/gpu, nvidia.com/gpu.shared or "
                        + "amd.com/gpu. With a name of nvidia.com the pods tolerate the taint nvidia.com/gpu:NoSchedule, "
                        + "else that of the resource's name.")
        @Default("nvidia.com/gpu")
        @Size(min = 3, max = 316)
        @ValidationRule(value = Rules.EXTENDED_RESOURCE, message = Rules.EXTENDED_RESOURCE_MESSAGE)
        @Nullable
        String resource,

        @JsonPropertyDescription("Devices of each pod.") @Default("1") @Min(1) @Max(64) @Nullable
        Integer count,

        @JsonPropertyDescription(
                "Value of the nodes' label nvidia.com/gpu.product, which GPU feature discovery writes, for example "
                        + "NVIDIA-H100-80GB-HBM3. Cards that are shared by time-slicing carry it with -SHARED at its end "
                        + "(unless their resource is nvidia.com/gpu.shared). Absent: any.")
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$')",
                message =
                        "write the value of the nodes' label nvidia.com/gpu.product, for example NVIDIA-H100-80GB-HBM3")
        @Nullable
        String product,

        @JsonPropertyDescription(
                "Slice of a card that is partitioned by MIG with the strategy mixed, for example 1g.10gb: the resource is "
                        + "then nvidia.com/mig-1g.10gb. With the strategy single the slices are nvidia.com/gpu, and "
                        + "product tells them apart.")
        @Size(min = 5, max = 20)
        @ValidationRule(
                value = "self.matches('^[1-9]g[.][1-9][0-9]{0,3}gb([+]me)?$')",
                message = "write a MIG profile as nvidia-smi has it, for example 1g.10gb or 1g.10gb+me")
        @Nullable
        String migProfile,

        @JsonPropertyDescription(
                "ResourceClaimTemplate (resource.k8s.io/v1) of this namespace by which each pod gets its devices, in place "
                        + "of a device plugin's resource. Needs Kubernetes 1.34 and a DRA driver.")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = Rules.SUBDOMAIN,
                message = "write the name of a ResourceClaimTemplate: lower-case letters, digits, '-' and '.'")
        @Nullable
        String resourceClaimTemplateName,

        @JsonPropertyDescription(
                "Where a rollout takes the candidate's devices from. Auto: free ones while there are any, else stable gives up "
                        + "one pod at a time, and with a single replica the rollout waits. Surge: free ones; pods that find none "
                        + "wait until the progress deadline. Replace: stable gives up one pod at a time, even where devices are "
                        + "free. Queue: the rollout starts by itself once enough are free for all of it. A change mints no "
                        + "revision.")
        @Default("Auto")
        @Nullable
        SurgePolicy surgePolicy) {}
