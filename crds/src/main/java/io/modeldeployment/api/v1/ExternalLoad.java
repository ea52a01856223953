package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A figure from outside of the pods, shared out among them. */
public record ExternalLoad(
        @JsonPropertyDescription("Name of the metric in the external metrics API.") @Required @Size(min = 1, max = 253)
        String name,

        @JsonPropertyDescription("Labels that choose among the metric's series.") @Size(max = 20) @Nullable
        Map<String, String> matchLabels,

        @JsonPropertyDescription("The figure divided by the number of pods that is aimed at, for example 30 or 500m.")
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = Rules.POSITIVE_QUANTITY_MESSAGE)
        @Size(max = 30)
        @Required
        Quantity averageValue) {}
