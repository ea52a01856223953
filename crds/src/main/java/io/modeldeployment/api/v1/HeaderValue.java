package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What the value of a header has to be. */
@ValidationRule(
        value = "has(self.exact) != has(self.regex)",
        message = "write exactly one of exact and regex, for example headerValue: {exact: \"true\"}")
public record HeaderValue(
        @JsonPropertyDescription("This value. Every gateway can do that.") @Size(min = 1, max = 256) @Nullable
        String exact,

        @JsonPropertyDescription("A regular expression, of the kind that the gateway takes; not every one does.")
        @Size(min = 1, max = 256)
        @Nullable
        String regex) {}
