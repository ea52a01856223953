package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which gateways send requests here, and for which hosts. */
public record GatewaySpec(
        @JsonPropertyDescription(
                "Gateways that the HTTPRoute is attached to. A weight counts only once every one of them has accepted "
                        + "it.")
        @Required
        @Size(min = 1, max = 8)
        @ValidationRule(value = Rules.DISTINCT_PARENTS, message = Rules.DISTINCT_PARENTS_MESSAGE)
        List<GatewayParentReference> parentRefs,

        @JsonPropertyDescription(
                "Hosts that requests must be for, for example models.example.com or *.example.com. Absent: every host "
                        + "that the listeners take. Where two routes claim a host, the Gateway API gives its requests "
                        + "to the older one.")
        @Size(min = 1, max = 16)
        @ItemSize(max = 253)
        @ValidationRule(value = Rules.HOSTNAMES, message = Rules.HOSTNAMES_MESSAGE)
        @Nullable
        List<String> hostnames) {}
