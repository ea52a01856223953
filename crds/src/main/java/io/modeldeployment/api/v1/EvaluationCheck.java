package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What became of one bound of spec.evaluation. */
public record EvaluationCheck(
        @JsonPropertyDescription("The field of spec.evaluation, or answers: that there are any.") @Required
        String name,

        @JsonPropertyDescription("Passed, Failed, Inconclusive or Error.") @Required
        EvaluationState state,

        @JsonPropertyDescription("What was measured and what is wanted.") @Required
        String message) {}
