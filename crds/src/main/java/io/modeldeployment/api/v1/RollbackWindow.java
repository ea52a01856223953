package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** How far back a revision may lie that returns without the steps of the strategy. */
public record RollbackWindow(
        @JsonPropertyDescription(
                "Promoted revisions before the stable one. 1 is the one that served before it. Those that were aborted "
                        + "do not count.")
        @Required
        @Min(1)
        @Max(50)
        Integer revisions) {}
