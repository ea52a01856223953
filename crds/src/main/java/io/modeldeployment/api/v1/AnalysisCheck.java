package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A number that is measured again and again, and the limits it is held against. */
@ValidationRule(
        value = "[has(self.metric), has(self.prometheus), has(self.web), has(self.job)].filter(x, x).size() == 1",
        message = "write exactly one source of the number: metric, prometheus, web or job")
@MoreRules({
    @ValidationRule(
            value = "has(self.job) || has(self.min) || has(self.max)",
            message = "write min, max or both: without a limit a check judges nothing"),
    @ValidationRule(
            value = "!has(self.metric) || !has(self.max) || (self.metric == 'ErrorRate' ? self.max.endsWith('%') : "
                    + "self.max.endsWith('s'))",
            message =
                    "write max with its unit: a percentage for ErrorRate, such as 1%, and a time for a latency, such as "
                            + "300ms"),
    @ValidationRule(
            value = "!has(self.metric) || !has(self.min)",
            message = "errors and latency are harmful upwards alone: write max without min"),
    @ValidationRule(
            value = "!has(self.job) || !(has(self.min) || has(self.max) || has(self.interval) || has(self.count) || "
                    + "has(self.failureLimit) || has(self.consecutiveErrorLimit))",
            message = "a job runs once and passes by its exit code: write nothing but name and job")
})
public record AnalysisCheck(
        @JsonPropertyDescription("Names the check in status.analysis.checks.")
        @Required
        @Size(min = 1, max = 30)
        @ValidationRule(
                value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                message = "write a name of lower-case letters, digits and '-', for example success-rate")
        String name,

        @JsonPropertyDescription("Measures what the candidate's own servers counted since the last measurement: "
                + "ErrorRate, or a quantile of the time of computed answers.")
        @Nullable
        ServerMetric metric,

        @JsonPropertyDescription("Asks Prometheus. An empty result is no data, and so an error.") @Nullable
        PrometheusSource prometheus,

        @JsonPropertyDescription("Reads a number out of JSON that an address answers.") @Nullable
        WebSource web,

        @JsonPropertyDescription("Runs a container once; exit code 0 passes, any other takes the candidate back.")
        @Nullable
        JobSource job,

        @JsonPropertyDescription(
                "A smaller value is a failure. A number such as 0.97 (in quotes), a percentage or a " + "time.")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.LIMIT, message = Rules.LIMIT_MESSAGE)
        @Nullable
        String min,

        @JsonPropertyDescription("A larger value is a failure. A percentage such as 1%, a time such as 300ms or 0.5s, "
                + "or a number (in quotes).")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.LIMIT, message = Rules.LIMIT_MESSAGE)
        @Nullable
        String max,

        @JsonPropertyDescription("Time between two measurements, from 5s; the first is made one interval after the "
                + "candidate has got traffic. Absent: 30s.")
        @Size(max = 20)
        @ValidationRule(
                value = Rules.DURATION + " && duration(self) >= duration('5s')",
                message = "write an interval of 5s or more, for example 30s or 1m30s")
        @Nullable
        String interval,

        @JsonPropertyDescription("Measurements that a step analysis waits for. Absent: 3.") @Min(1) @Max(1000) @Nullable
        Integer count,

        @JsonPropertyDescription(
                "Failures that are borne over the whole rollout; one more takes the candidate back. " + "Absent: 0.")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer failureLimit,

        @JsonPropertyDescription("Measurements in a row that may give no number (no data, NaN, no answer); one more is "
                + "inconclusive, and the rollout waits for a person. Nothing goes forward in the meantime. Absent: 4.")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer consecutiveErrorLimit) {}
