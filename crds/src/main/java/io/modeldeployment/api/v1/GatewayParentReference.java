package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Gateway, or one listener of it; the names are those of the Gateway API. */
public record GatewayParentReference(
        @JsonPropertyDescription("Name of the Gateway.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SUBDOMAIN, message = "write the name of a Gateway, for example public")
        String name,

        @JsonPropertyDescription(
                "Namespace of the Gateway, whose listeners have to allow routes of this one. Absent: this namespace.")
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
                message = "write the name of a namespace, for example infra")
        @Nullable
        String namespace,

        @JsonPropertyDescription("Name of the listener. Absent: every listener that takes the route.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SUBDOMAIN, message = "write the name of a listener, for example https")
        @Nullable
        String sectionName,

        @JsonPropertyDescription("Port of the listener. Absent: any.") @Min(1) @Max(65535) @Nullable
        Integer port) {}
