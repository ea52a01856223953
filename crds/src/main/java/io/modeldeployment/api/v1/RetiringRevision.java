package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A revision that has lost its traffic. */
public record RetiringRevision(
        @JsonPropertyDescription("Hash of the revision.") @Required
        String revision,

        @JsonPropertyDescription("RFC 3339 time from which its pods may go.") @Required
        String scaleDownAt) {}
