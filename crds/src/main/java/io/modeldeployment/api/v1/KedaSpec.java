package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ScaledObject of KEDA, as far as it is not plain already. */
public record KedaSpec(
        @JsonPropertyDescription("What KEDA goes by, as in a ScaledObject.") @Required @Size(min = 1, max = 10)
        List<KedaTrigger> triggers,

        @JsonPropertyDescription("Seconds between two looks at the triggers.")
        @Default("30")
        @Min(1)
        @Max(3600)
        @Nullable
        Integer pollingInterval,

        @JsonPropertyDescription("Seconds without load before the last pod goes, with minReplicas: 0.")
        @Default("300")
        @Min(0)
        @Max(86400)
        @Nullable
        Integer cooldownPeriod) {}
