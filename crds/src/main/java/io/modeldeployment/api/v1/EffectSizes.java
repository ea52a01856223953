package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Differences by metric, in percentage points of the requests. */
public record EffectSizes(
        @JsonPropertyDescription("Of failed requests. Absent: 0.5 as minEffect, 2 as maxHarm.")
        @Min(0)
        @Max(100)
        @Nullable
        Double errorRate,

        @JsonPropertyDescription("Of requests slower than any bound of the latency histogram. Absent: 1 as minEffect, "
                + "5 as maxHarm.")
        @Min(0)
        @Max(100)
        @Nullable
        Double latency,

        @JsonPropertyDescription("Of requests with any label. Absent: 5 as minEffect, 10 as maxHarm.")
        @Min(0)
        @Max(100)
        @Nullable
        Double labelDrift) {}
