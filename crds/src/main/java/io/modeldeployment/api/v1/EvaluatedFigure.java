package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A figure from a sample of texts, and the interval that holds it for all texts of their kind. */
public record EvaluatedFigure(
        @JsonPropertyDescription("As measured.") @Required Double value,

        @JsonPropertyDescription("Lower end of the interval.") @Required
        Double lower,

        @JsonPropertyDescription("Upper end of the interval.") @Required
        Double upper) {}
