package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A figure that every pod has. */
public record PodsLoad(
        @JsonPropertyDescription("Name of the metric in the custom metrics API.") @Required @Size(min = 1, max = 253)
        String name,

        @JsonPropertyDescription("Mean over all pods that is aimed at, for example 5 or 500m.")
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = Rules.POSITIVE_QUANTITY_MESSAGE)
        @Size(max = 30)
        @Required
        Quantity averageValue) {}
