package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The persisted state of a rollout. */
public record RolloutStatus(
        @JsonPropertyDescription("Where the rollout is.") @Nullable
        RolloutStage stage,

        @JsonPropertyDescription("RFC 3339 time at which the candidate's chance began; crashes before it do not count.")
        @Nullable
        String startedAt,

        @JsonPropertyDescription("Steps done; the index, from 0, of the current one.") @Nullable
        Integer stepIndex,

        @JsonPropertyDescription("RFC 3339 time at which the current pause, or the analysis after a promotion, began.")
        @Nullable
        String stepStartedAt,

        @JsonPropertyDescription(
                "RFC 3339 time from which the progress deadline counts; absent while nothing is waited " + "for.")
        @Nullable
        String waitingSince,

        @JsonPropertyDescription("The action pause holds the rollout.") @Nullable
        Boolean held,

        @JsonPropertyDescription(
                "The steps as they were when they were last looked at; a change of them is told by it.")
        @Size(max = 110)
        @Nullable
        List<String> steps,

        @JsonPropertyDescription("The candidate comes back inside spec.rollbackWindow, without steps.") @Nullable
        Boolean back,

        @JsonPropertyDescription("Why the candidate was taken back.") @Nullable
        AbortStatus abort,

        @JsonPropertyDescription("Revisions without traffic that still have pods, and until when.")
        @Size(max = 100)
        @Nullable
        List<RetiringRevision> retiring,

        @JsonPropertyDescription(
                "Revisions that were promoted and not aborted since, the newest promotion first; spec.rollbackWindow counts "
                        + "these.")
        @Size(max = 100)
        @Nullable
        List<String> promoted) {}
