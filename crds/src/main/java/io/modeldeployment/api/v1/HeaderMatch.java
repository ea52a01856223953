package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One header that a request has to carry. */
public record HeaderMatch(
        @JsonPropertyDescription("Name of the header; upper and lower case are the same.")
        @Required
        @Size(min = 1, max = 128)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9!#$%&*+.^_|~-]+$')",
                message = "write the name of an HTTP header, for example X-Canary")
        String headerName,

        @JsonPropertyDescription("What its value has to be.") @Required
        HeaderValue headerValue) {}
