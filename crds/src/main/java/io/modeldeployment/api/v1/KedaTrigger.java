package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One trigger of a ScaledObject. */
public record KedaTrigger(
        @JsonPropertyDescription("KEDA's name of the scaler, for example prometheus or kafka.")
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
                message = "write the name of a KEDA scaler in lower case, for example prometheus")
        @Required
        @Size(min = 1, max = 63)
        String type,

        @JsonPropertyDescription("The scaler's settings, for example serverAddress, query and threshold.")
        @Required
        @Size(min = 1, max = 30)
        Map<String, String> metadata,

        @JsonPropertyDescription("Name of a TriggerAuthentication in this namespace.")
        @Size(min = 1, max = 253)
        @Nullable
        String authentication) {}
