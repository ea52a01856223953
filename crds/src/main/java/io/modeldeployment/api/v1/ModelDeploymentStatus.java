package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is, as the operator last saw it, and the state its next decision starts from. */
public record ModelDeploymentStatus(
        @JsonPropertyDescription("metadata.generation that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("One word for people; tools read the conditions.") @Nullable
        Phase phase,

        @JsonPropertyDescription("What is going on, and what is waited for, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("Strategy of the spec, for display.") @Nullable
        String strategy,

        @JsonPropertyDescription("Pods of all revisions.") @StatusReplicas @Nullable
        Integer replicas,

        @JsonPropertyDescription("Pods of all revisions that have been ready for minReadySeconds.") @Nullable
        Integer readyReplicas,

        @JsonPropertyDescription("Pods of the wanted revision.") @Nullable
        Integer updatedReplicas,

        @JsonPropertyDescription("Label selector of the pods, for the scale subresource.") @LabelSelector @Nullable
        String selector,

        @JsonPropertyDescription("Hash of the revision that was last promoted.") @Nullable
        String stableRevision,

        @JsonPropertyDescription("Hash of the revision that is being rolled out, or was aborted.") @Nullable
        String candidateRevision,

        @JsonPropertyDescription("With blueGreen: colour of the stable revision.") @Nullable
        String activeColor,

        @JsonPropertyDescription("Current step of the canary and how many there are, for example 2/6.") @Nullable
        String step,

        @JsonPropertyDescription("Share of the traffic by revision.") @Nullable
        Weights weights,

        @JsonPropertyDescription("The state of the rollout, from which a restarted operator goes on.") @Nullable
        RolloutStatus rollout,

        @JsonPropertyDescription("The last comparison of a candidate with stable.") @Nullable
        AnalysisStatus analysis,

        @JsonPropertyDescription("Times that two different revisions had the same hash.") @Nullable
        Integer collisionCount,

        @JsonPropertyDescription("The last action by annotation, and what became of it.") @Nullable
        HandledAction lastHandledAction,

        @JsonPropertyDescription("The candidate's evaluation on the golden set.") @Nullable
        EvaluationStatus evaluation,

        @JsonPropertyDescription("What was done by itself about a revision that stopped answering.") @Nullable
        RecoveryStatus recovery,

        @JsonPropertyDescription("The wanted revision's model, where the operator fetches it.") @Nullable
        ModelStatus model,

        @JsonPropertyDescription("What has become of the backups that spec.backup asks for.") @Nullable
        BackupStatus backup,

        @JsonPropertyDescription("Ready: the wanted revision serves. Available: some revision serves. Reconciling and "
                + "Stalled, as in kstatus, and Recovering are there only when true.")
        @Nullable
        List<Condition> conditions) {}
