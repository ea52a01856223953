package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One step of a canary: exactly one of its fields. */
@ValidationRule(
        value = "[has(self.setWeight), has(self.pause), has(self.analysis), has(self.setMirror), "
                + "has(self.setHeaderRoute), has(self.scale)].filter(x, x).size() == 1",
        message =
                "a step is exactly one of setWeight, pause, analysis, setMirror, setHeaderRoute and scale; write each as a list "
                        + "item of its own")
public record CanaryStep(
        @JsonPropertyDescription(
                "Share of the traffic for the candidate in percent. With traffic.gateway exact; without, by "
                        + "replica ratio, so the nearest that the replicas allow: status.weights says what it is.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer setWeight,

        @JsonPropertyDescription("Waits for a time or for a person.") @Nullable
        PauseStep pause,

        @JsonPropertyDescription("Waits until every metric of the strategy's analysis has passed: analysis: {}.")
        @Nullable
        AnalysisStep analysis,

        @JsonPropertyDescription(
                "With traffic.gateway: sends copies of requests to the candidate, whose answers nobody gets, from here on. "
                        + "The candidate gets pods for them as for a weight. Ends with the rollout.")
        @Nullable
        MirrorStep setMirror,

        @JsonPropertyDescription(
                "With traffic.gateway: sends the requests that carry these headers to the candidate, whatever the weight, "
                        + "from here on. Ends with the rollout.")
        @Nullable
        HeaderRouteStep setHeaderRoute,

        @JsonPropertyDescription(
                "Gives the candidate pods that its weight does not ask for, from here on. Without traffic.gateway only "
                        + "before the first weight: under one Service the share of the pods is the share of the traffic.")
        @Nullable
        ScaleStep scale) {}
