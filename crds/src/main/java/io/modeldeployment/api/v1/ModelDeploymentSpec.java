package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to serve, on what, and how a change of it reaches traffic. */
@ValidationRule(
        value = "!has(self.evaluation) || !has(self.model.task) || self.model.task != 'Embedding'",
        message = "evaluation compares labels, which an Embedding model has not: leave spec.evaluation out")
@MoreRules({
    @ValidationRule(
            value = "!has(self.evaluation) || !has(self.evaluation.agreement) "
                    + "|| has(self.server) && has(self.server.sampleSize)",
            message = "evaluation.agreement compares what users sent, which servers keep only when told to: write "
                    + "server.sampleSize, for example 200, or leave evaluation.agreement out"),
    @ValidationRule(
            value = "!has(self.strategy.canary) || !has(self.strategy.canary.dynamicStableScale) "
                    + "|| !self.strategy.canary.dynamicStableScale || has(self.traffic) && has(self.traffic.gateway)",
            message = "dynamicStableScale needs weights that depend on no replicas: write traffic.gateway too, or "
                    + "leave it out"),
    @ValidationRule(
            value = "has(self.traffic) && has(self.traffic.gateway) || !has(self.strategy.canary) "
                    + "|| !has(self.strategy.canary.steps) "
                    + "|| !self.strategy.canary.steps.exists(s, has(s.setMirror) || has(s.setHeaderRoute))",
            message =
                    "setMirror and setHeaderRoute are carried out by gateways: write traffic.gateway too, or leave these "
                            + "steps out"),
    @ValidationRule(
            value = "!has(self.autoscaling) || !has(self.autoscaling.metrics) || self.autoscaling.metrics.all(m, "
                    + "!has(m.resource) || has(self.server) && has(self.server.resources) "
                    + "&& has(self.server.resources.requests) && m.resource.name in self.server.resources.requests)",
            message = "a utilization is a share of what pods request: write it in spec.server.resources.requests too"),
    @ValidationRule(
            value = "!has(self.strategy.canary) || !has(self.strategy.canary.steps) "
                    + "|| has(self.traffic) && has(self.traffic.gateway) || self.strategy.canary.steps.filter(s, "
                    + "has(s.scale) || has(s.setWeight) && s.setWeight > 0).map(s, has(s.scale) ? 0 : 1).isSorted()",
            message =
                    "without traffic.gateway the share of the pods is the share of the traffic: write scale only before "
                            + "the first setWeight above 0, or write traffic.gateway"),
    @ValidationRule(
            value = "!has(self.accelerator) || !has(self.server) || !has(self.server.resources) "
                    + "|| (!has(self.server.resources.limits) || self.server.resources.limits.all(r, "
                    + "r != self.accelerator.resource && !r.startsWith('nvidia.com/'))) "
                    + "&& (!has(self.server.resources.requests) || self.server.resources.requests.all(r, "
                    + "r != self.accelerator.resource && !r.startsWith('nvidia.com/')))",
            message = "spec.accelerator asks for the devices: leave them out of spec.server.resources"),
    @ValidationRule(
            value = "!has(self.accelerator) || !has(self.server) || !has(self.server.device) "
                    + "|| self.server.device != 'Cpu'",
            message =
                    "server.device: Cpu would leave the accelerator idle: write Cuda or Auto, or leave spec.accelerator "
                            + "out"),
    @ValidationRule(
            value = "!has(self.accelerator) || !has(self.accelerator.product) || !has(self.scheduling) "
                    + "|| !has(self.scheduling.nodeSelector) "
                    + "|| !('nvidia.com/gpu.product' in self.scheduling.nodeSelector)",
            message = "accelerator.product selects nodes by nvidia.com/gpu.product: leave that label out of "
                    + "scheduling.nodeSelector")
})
public record ModelDeploymentSpec(
        @JsonPropertyDescription(
                "Pods that serve the model when no rollout is under way. Owned by the scale subresource "
                        + "too, so an autoscaler may set it: with spec.autoscaling leave it out of what you apply, or "
                        + "Git and the autoscaler undo each other. 0 scales the model away; a rollout then starts one "
                        + "pod to prove the new revision.")
        @SpecReplicas
        @Default("1")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer replicas,

        @JsonPropertyDescription(
                "Holds a rollout where it is, and keeps a new one from starting. Abort and the return to "
                        + "the stable revision still work.")
        @Default("false")
        @Nullable
        Boolean paused,

        @JsonPropertyDescription(
                "Seconds that a pod must have been ready, without a crash, before it counts as available.")
        @Default("0")
        @Min(0)
        @Max(3600)
        @Nullable
        Integer minReadySeconds,

        @JsonPropertyDescription("Seconds that a step may wait for pods to become available and to answer their probe "
                + "before the rollout is aborted. Pauses and drain delays do not count. Model loads are "
                + "long, so the default is 30 minutes.")
        @Default("1800")
        @Min(1)
        @Max(86400)
        @Nullable
        Integer progressDeadlineSeconds,

        @JsonPropertyDescription(
                "Old revisions that are kept, scaled to zero, beside the stable one and the candidate.")
        @Default("5")
        @Min(0)
        @Max(50)
        @Nullable
        Integer revisionHistoryLimit,

        @JsonPropertyDescription(
                "Going back to a revision inside the window skips steps, evaluation and analysis: it gets all traffic once "
                        + "its pods have answered a real prediction. Absent: every revision takes the steps.")
        @Nullable
        RollbackWindow rollbackWindow,

        @JsonPropertyDescription(
                "Lets the load decide how many pods there are: the operator keeps an autoscaler that sets "
                        + "spec.replicas through the scale subresource. Rollouts go by its count. Leave spec.replicas out then.")
        @Nullable
        AutoscalingSpec autoscaling,

        @JsonPropertyDescription("The model to serve. A change mints a new revision.") @Required
        ModelSpec model,

        @JsonPropertyDescription("How the inference server runs. A change mints a new revision.") @Nullable
        ServerSpec server,

        @JsonPropertyDescription(
                "GPUs or other devices of each pod. A change mints a new revision, except one of surgePolicy.")
        @Nullable
        AcceleratorSpec accelerator,

        @JsonPropertyDescription("Where pods may run. A change mints a new revision.") @Nullable
        SchedulingSpec scheduling,

        @JsonPropertyDescription("How requests reach pods and leave them.") @Nullable
        TrafficSpec traffic,

        @JsonPropertyDescription(
                "How a new revision takes over: exactly one of canary and blueGreen. A change mints no " + "revision.")
        @Required
        StrategySpec strategy,

        @JsonPropertyDescription(
                "Secrets of this namespace to pull the server and model images with. A change mints a new "
                        + "revision.")
        @Size(max = 10)
        @Nullable
        List<ImagePullSecret> imagePullSecrets,

        @JsonPropertyDescription("What a candidate has to answer, and how well, before it gets any traffic. A change "
                + "mints no revision.")
        @Nullable
        EvaluationSpec evaluation,

        @JsonPropertyDescription(
                "What the operator does by itself when the promoted revision stops answering. Absent: nothing beside "
                        + "what Kubernetes does. A change mints no revision.")
        @Nullable
        RecoverySpec recovery,

        @JsonPropertyDescription(
                "Backs the stable revision's model up, as ModelBackups. A model from an image needs none: its registry keeps it. "
                        + "A change mints no revision.")
        @Nullable
        BackupSpec backup) {
    /** The same with another model. */
    public ModelDeploymentSpec with(ModelSpec other) {
        return new ModelDeploymentSpec(
                replicas,
                paused,
                minReadySeconds,
                progressDeadlineSeconds,
                revisionHistoryLimit,
                rollbackWindow,
                autoscaling,
                other,
                server,
                accelerator,
                scheduling,
                traffic,
                strategy,
                imagePullSecrets,
                evaluation,
                recovery,
                backup);
    }
}
