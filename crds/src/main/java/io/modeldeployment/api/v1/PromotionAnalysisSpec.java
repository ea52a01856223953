package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a blue-green candidate is checked by. It is not compared with stable block by block, as a canary is: the two never have traffic at
 * the same time.
 */
public record PromotionAnalysisSpec(
        @JsonPropertyDescription("Numbers held against fixed limits, and jobs.")
        @Required
        @Size(min = 1, max = 10)
        @ValidationRule(
                value = "self.all(c, self.exists_one(d, d.name == c.name))",
                message = "give each check a name of its own")
        List<AnalysisCheck> checks,

        @JsonPropertyDescription(
                "How long it may take, for example 10m. After that, without a verdict, it is inconclusive.")
        @Default("30m")
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Size(max = 20)
        @Nullable
        String maxDuration,

        @JsonPropertyDescription(
                "What an inconclusive analysis does. Pause: it waits for a person. Continue: the rollout " + "goes on.")
        @Default("Pause")
        @Nullable
        InconclusivePolicy onInconclusive) {}
