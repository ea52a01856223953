package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Use of a resource in percent of what the pods request. */
public record ResourceLoad(
        @JsonPropertyDescription(
                "cpu or memory. A model takes its memory when it is loaded, not under load, so memory seldom tells anything.")
        @Required
        ResourceName name,

        @JsonPropertyDescription(
                "Mean use over all pods in percent of spec.server.resources.requests that is aimed at.")
        @Required
        @Min(1)
        @Max(1000)
        Integer averageUtilization) {}
