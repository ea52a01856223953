package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One entry of a Secret; the kubelet gives it to the pod that needs it, and the operator never reads it. */
public record SecretKeyReference(
        @JsonPropertyDescription("Name of a Secret of this namespace.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SECRET_NAME, message = Rules.SECRET_NAME_MESSAGE)
        String name,

        @JsonPropertyDescription("Key in the Secret.")
        @Default("token")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[-._a-zA-Z0-9]+$')",
                message = "write a key as Secrets have them: letters, digits, '-', '_' and '.'")
        @Nullable
        String key) {}
