package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What the comparison by one metric has shown. Numbers are texts, so that every client shows them alike. */
public record MetricStatus(
        @JsonPropertyDescription("ErrorRate, Latency or LabelDrift.") @Required
        String name,

        @JsonPropertyDescription("Pass, Fail, Inconclusive, Undecided or NotMeasured.") @Required
        String verdict,

        @JsonPropertyDescription("Candidate minus stable in percentage points.") @Nullable
        String difference,

        @JsonPropertyDescription(
                "Where the difference is at the declared certainty, in percentage points: from … to ….")
        @Nullable
        String interval,

        @JsonPropertyDescription("The e-value: how strongly the requests speak against a candidate that is as good as "
                + "stable. An alarm needs metrics ÷ falseAlarmPercent × 100.")
        @Nullable
        String evidence,

        @JsonPropertyDescription("Requests of stable that were compared.") @Nullable
        Long stableSamples,

        @JsonPropertyDescription("Requests of the candidate that were compared.") @Nullable
        Long candidateSamples,

        @JsonPropertyDescription("All of it in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("The test's state, from which a restarted operator goes on.") @Nullable
        String state) {}
