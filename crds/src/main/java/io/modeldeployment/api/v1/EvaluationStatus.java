package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a candidate's evaluation before traffic. */
public record EvaluationStatus(
        @JsonPropertyDescription("How it stands.") @Nullable EvaluationState state,

        @JsonPropertyDescription("The same in a sentence: what was found, or what to do.") @Nullable
        String message,

        @JsonPropertyDescription("Names what was asked: revisions, rollout and spec.evaluation. The result stands as "
                + "long as this stays the same.")
        @Nullable
        String question,

        @JsonPropertyDescription("SHA-256 of the golden set's bytes.") @Nullable
        String goldenSetSha256,

        @JsonPropertyDescription("Texts of the golden set.") @Nullable
        Integer texts,

        @JsonPropertyDescription("Texts that are answered by every revision asked; while it runs, to a tenth of all.")
        @Nullable
        Integer answered,

        @JsonPropertyDescription("The candidate's figures.") @Nullable
        EvaluatedRevision candidate,

        @JsonPropertyDescription("Those of the stable revision; absent where there is none.") @Nullable
        EvaluatedRevision stable,

        @JsonPropertyDescription("Accuracy of stable minus that of the candidate.") @Nullable
        EvaluatedFigure accuracyDrop,

        @JsonPropertyDescription("Share of the texts that both give the same label.") @Nullable
        EvaluatedFigure agreement,

        @JsonPropertyDescription("Mean total-variation distance between the scores of both.") @Nullable
        Double probabilityDistance,

        @JsonPropertyDescription("What became of each bound.") @Size(max = 10) @Nullable
        List<EvaluationCheck> checks,

        @JsonPropertyDescription("The candidate's worst answers, the worst first.") @Size(max = 50) @Nullable
        List<WorstExample> worstExamples,

        @JsonPropertyDescription("On what users sent; only with spec.evaluation.agreement.") @Nullable
        AgreementStatus liveAgreement) {}
