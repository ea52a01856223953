package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the comparison of a candidate with stable has shown so far. */
public record AnalysisStatus(
        @JsonPropertyDescription("Hash of the candidate.") @Nullable
        String candidateRevision,

        @JsonPropertyDescription("Hash of the revision that it is compared with.") @Nullable
        String stableRevision,

        @JsonPropertyDescription("RFC 3339 time of the first comparison.") @Nullable
        String startedAt,

        @JsonPropertyDescription(
                "Of all metrics and checks together: Pass, Fail, Inconclusive, Undecided or NotMeasured; one fail "
                        + "is enough, and a pass takes all of them.")
        @Nullable
        String verdict,

        @JsonPropertyDescription("By metric that is compared.") @Size(max = 10) @Nullable
        List<MetricStatus> metrics,

        @JsonPropertyDescription("By check.") @Size(max = 10) @Nullable
        List<CheckStatus> checks) {}
