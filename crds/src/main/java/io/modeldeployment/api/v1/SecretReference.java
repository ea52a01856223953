package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Secret of this namespace; the kubelet gives it to the pod that needs it, and the operator never reads it. */
public record SecretReference(
        @JsonPropertyDescription("Name of the Secret.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SECRET_NAME, message = Rules.SECRET_NAME_MESSAGE)
        String name) {}
