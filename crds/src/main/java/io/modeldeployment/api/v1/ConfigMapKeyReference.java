package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One entry of a ConfigMap. */
public record ConfigMapKeyReference(
        @JsonPropertyDescription("Name of the ConfigMap.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
                message = "write the name of a ConfigMap of this namespace")
        String name,

        @JsonPropertyDescription("Key of data or binaryData.")
        @Default("golden-set.jsonl")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[-._a-zA-Z0-9]+$')",
                message = "write a key as ConfigMaps have them: letters, digits, '-', '_' and '.'")
        @Nullable
        String key) {}
