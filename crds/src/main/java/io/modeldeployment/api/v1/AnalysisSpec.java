package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the candidate is compared with stable by what their servers count while both have traffic. */
@ValidationRule(
        value = "!has(self.metrics) || self.metrics.all(m, self.metrics.exists_one(n, n == m))",
        message = "name each metric once")
@MoreRules({
    @ValidationRule(
            value = "!has(self.metrics) || size(self.metrics) > 0 || has(self.checks)",
            message = "metrics: [] compares nothing: write checks, or leave metrics out to compare all of them")
})
public record AnalysisSpec(
        @JsonPropertyDescription("What to compare. ErrorRate: requests that the server could not answer. Latency: the "
                + "whole distribution of computed answers. LabelDrift: how often each label is the most "
                + "probable one; leave it out when the new model is meant to decide differently. Absent: all "
                + "of them. Empty: none, where checks alone shall decide.")
        @Size(max = 3)
        @Nullable
        List<AnalysisMetric> metrics,

        @JsonPropertyDescription(
                "Numbers held against fixed limits, beside the comparison or, with metrics: [], in its "
                        + "place. They declare no rate of false alarms.")
        @Size(min = 1, max = 10)
        @ValidationRule(
                value = "self.all(c, self.exists_one(d, d.name == c.name))",
                message = "give each check a name of its own")
        @Nullable
        List<AnalysisCheck> checks,

        @JsonPropertyDescription("How often at most, in percent, a candidate that is as good as stable is taken back, "
                + "over a whole rollout and all metrics. Smaller needs more requests to see harm.")
        @Default("1")
        @Min(1)
        @Max(20)
        @Nullable
        Integer falseAlarmPercent,

        @JsonPropertyDescription(
                "Smaller differences than these never take a candidate back, however sure they are. In "
                        + "percentage points of the requests.")
        @Nullable
        EffectSizes minEffect,

        @JsonPropertyDescription("A step analysis passes once the candidate is surely not worse by this. In percentage "
                + "points of the requests, and never less than minEffect.")
        @Nullable
        EffectSizes maxHarm,

        @JsonPropertyDescription(
                "How much longer than stable's the candidate's answers may take, in percent of their time: Latency compares with "
                        + "stable as if its answers had taken so much longer. Pods of one revision differ in speed too, by what "
                        + "else runs on their nodes.")
        @Default("15")
        @Min(0)
        @Max(400)
        @Nullable
        Integer latencyTolerancePercent,

        @JsonPropertyDescription("Requests that the candidate must have answered before a step analysis passes.")
        @Default("50")
        @Min(0)
        @Max(1000000)
        @Nullable
        Integer minSamples,

        @JsonPropertyDescription(
                "How long a step analysis may take, for example 10m. After that, without a verdict, it is "
                        + "inconclusive.")
        @Default("30m")
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Size(max = 20)
        @Nullable
        String maxDuration,

        @JsonPropertyDescription(
                "What an inconclusive step does. Pause: it waits for a person. Continue: the rollout goes " + "on.")
        @Default("Pause")
        @Nullable
        InconclusivePolicy onInconclusive) {}
