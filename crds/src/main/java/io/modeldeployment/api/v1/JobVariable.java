package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An environment variable of a job. */
public record JobVariable(
        @JsonPropertyDescription("Its name.")
        @Required
        @Size(min = 1, max = 100)
        @ValidationRule(
                value = "self.matches('^[A-Za-z_][A-Za-z0-9_]*$')",
                message = "write the name of an environment variable: letters, digits and '_'")
        String name,

        @JsonPropertyDescription("Its value.") @Required @Size(max = 4000)
        String value) {}
