package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that ask for the candidate by their headers. */
public record HeaderRouteStep(
        @JsonPropertyDescription("Names the route: a later step of the same name replaces it.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
                message = "write a name of lower-case letters, digits and '-', for example testers")
        String name,

        @JsonPropertyDescription(
                "What a request has to carry, all of it, to be answered by the candidate. Absent: the route of that name "
                        + "ends.")
        @Size(min = 1, max = 8)
        @ValidationRule(
                value = "self.all(p, self.exists_one(q, q.headerName.lowerAscii() == p.headerName.lowerAscii()))",
                message = "name each header once in a match")
        @Nullable
        List<HeaderMatch> match) {}
