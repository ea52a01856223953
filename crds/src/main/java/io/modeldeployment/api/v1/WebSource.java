package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An address that answers GET with JSON in which the number is. */
public record WebSource(
        @JsonPropertyDescription("What to get. {{candidate}} and {{stable}} stand for the hashes of the revisions, "
                + "{{name}} and {{namespace}} for those of the ModelDeployment: the Service {{name}}-{{candidate}} is the "
                + "candidate's own. The operator asks without a login and follows no redirect.")
        @Required
        @Size(min = 10, max = 2000)
        @ValidationRule(value = Rules.URL, message = Rules.URL_MESSAGE)
        String url,

        @JsonPropertyDescription("Where in the JSON the number is, as a JSON pointer (RFC 6901), for example "
                + "/data/0/score. true counts as 1, false as 0. Absent: the answer is the number.")
        @Size(max = 500)
        @ValidationRule(
                value = "self.matches('^(/([^/~]|~[01])*)*$')",
                message = "write a JSON pointer, for example /data/0/score; '~' is written ~0 and '/' in a name ~1")
        @Nullable
        String jsonPointer) {}
