package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How often a candidate has to label what users sent as the stable revision does. */
public record AgreementSpec(
        @JsonPropertyDescription("Least share of the texts that both give the same label, for example 0.95.")
        @Required
        // As a bound of the schema the API server would print it without its decimals.
        @ValidationRule(
                value = "self >= 0.5 && self <= 0.9999",
                message =
                        "write a share from 0.5 to 0.9999, for example 0.95: that all texts of all users agree can never "
                                + "be shown")
        Double min,

        @JsonPropertyDescription("Texts that have to be compared before it passes.")
        @Default("100")
        @Min(1)
        @Max(10000)
        @Nullable
        Integer minTexts,

        @JsonPropertyDescription(
                "How often at most, in percent, a candidate that agrees often enough fails, and one that "
                        + "does not passes. Smaller needs more texts.")
        @Default("1")
        @Min(1)
        @Max(20)
        @Nullable
        Integer falseAlarmPercent,

        @JsonPropertyDescription(
                "How long it may take, for example 10m. After that, with neither shown, it is Inconclusive "
                        + "and a person decides.")
        @Default("30m")
        @Size(max = 20)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Nullable
        String maxDuration) {}
