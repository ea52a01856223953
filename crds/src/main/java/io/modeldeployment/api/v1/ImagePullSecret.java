package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A reference to a Secret with registry credentials. */
public record ImagePullSecret(
        @JsonPropertyDescription("Name of a Secret of type kubernetes.io/dockerconfigjson.")
        @Required
        @Size(min = 1, max = 253)
        String name) {}
