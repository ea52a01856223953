package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.modeldeployment.api.v1.CanaryStrategy;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.RevisionAntiAffinity;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.Optional;

/**
 * Keeps pods of different revisions on different nodes. The term speaks of other revisions only, so it means nothing but
 * while a rollout is under way. It is no part of the hash: a revision has the one that was asked for when it was made.
 */
public final class AntiAffinity {
    private static final String NODE = "kubernetes.io/hostname";
    private static final int ALL_WEIGHT = 100;

    private AntiAffinity() {}

    /** What {@code spec} asks for. */
    public static RevisionAntiAffinity of(ModelDeploymentSpec spec) {
        return Optional.ofNullable(spec.strategy().canary())
                .map(CanaryStrategy::antiAffinity)
                .orElse(RevisionAntiAffinity.NONE);
    }

    /** {@code template}, the pods of {@code revision} of the ModelDeployment {@code name}, with the term. */
    public static PodTemplateSpec added(
            PodTemplateSpec template, String name, RevisionHash revision, RevisionAntiAffinity wanted) {
        PodAffinityTerm others = others(name, revision);
        return switch (wanted) {
            case NONE -> template;
            case PREFERRED ->
                new PodTemplateSpecBuilder(template)
                        .editSpec()
                        .editOrNewAffinity()
                        .editOrNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(ALL_WEIGHT)
                        .withPodAffinityTerm(others)
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endPodAntiAffinity()
                        .endAffinity()
                        .endSpec()
                        .build();
            case REQUIRED ->
                new PodTemplateSpecBuilder(template)
                        .editSpec()
                        .editOrNewAffinity()
                        .editOrNewPodAntiAffinity()
                        .addToRequiredDuringSchedulingIgnoredDuringExecution(others)
                        .endPodAntiAffinity()
                        .endAffinity()
                        .endSpec()
                        .build();
        };
    }

    private static PodAffinityTerm others(String name, RevisionHash revision) {
        return new PodAffinityTermBuilder()
                .withTopologyKey(NODE)
                .withNewLabelSelector()
                .addToMatchLabels(Labels.NAME, name)
                .addNewMatchExpression()
                .withKey(Labels.REVISION)
                .withOperator("NotIn")
                .withValues(revision.value())
                .endMatchExpression()
                .endLabelSelector()
                .build();
    }
}
