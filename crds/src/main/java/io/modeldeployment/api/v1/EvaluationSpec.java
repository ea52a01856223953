package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a candidate has to answer before it gets any traffic, and how well. */
@ValidationRule(
        value = "has(self.goldenSet) || has(self.agreement)",
        message = "write goldenSet, agreement, or both: else there is nothing to evaluate")
public record EvaluationSpec(
        @JsonPropertyDescription(
                "The texts and the labels that are right for them. The other bounds are about them, but for "
                        + "agreement.")
        @Nullable
        GoldenSetSource goldenSet,

        @JsonPropertyDescription(
                "How often the candidate has to give the same label as the stable revision to what users "
                        + "sent last. Needs spec.server.sampleSize.")
        @Nullable
        AgreementSpec agreement,

        @JsonPropertyDescription(
                "Least share of the texts that the candidate has to label rightly, for example 0.9. Absent: any.")
        @Min(0)
        @Max(1)
        @Nullable
        Double minAccuracy,

        @JsonPropertyDescription("By how much the candidate's accuracy may be below that of the stable revision on the "
                + "same texts: 0.01 is one point of a hundred, 1 allows any drop.")
        @Default("0.01")
        @Min(0)
        @Max(1)
        @Nullable
        Double maxAccuracyDrop,

        @JsonPropertyDescription(
                "Least share of the texts to which both revisions give the same label, right or wrong. "
                        + "For a model that shall answer as before, for example a quantised one. Absent: any.")
        @Min(0)
        @Max(1)
        @Nullable
        Double minAgreement,

        @JsonPropertyDescription("How far the candidate's scores may be from those of the stable revision: the mean "
                + "total-variation distance of a text's scores, 0 for equal ones. Absent: any.")
        @Min(0)
        @Max(1)
        @Nullable
        Double maxProbabilityDistance,

        @JsonPropertyDescription("How far the candidate's scores may be from how often it is right: the expected "
                + "calibration error in ten bins. Absent: any.")
        @Min(0)
        @Max(1)
        @Nullable
        Double maxCalibrationError,

        @JsonPropertyDescription(
                "99 of 100 texts, asked one by one without other load, have to be answered within this "
                        + "time, as the server measures it, for example 80ms. Absent: latency is not measured.")
        @Size(min = 2, max = 12)
        @ValidationRule(
                value = "self.matches('^[1-9][0-9]{0,5}(ms|s)$')",
                message = "write a time in milliseconds or seconds, for example 80ms or 2s")
        @Nullable
        String maxLatencyP99,

        @JsonPropertyDescription("Probability of the intervals. A bound that is missed by so little that the interval "
                + "still reaches it makes the evaluation Inconclusive, not Failed.")
        @Default("0.95")
        // As a bound of the schema the API server would print it without its decimals.
        @ValidationRule(
                value = "self >= 0.5 && self <= 0.9999",
                message = "write a probability from 0.5 to 0.9999, for example 0.95")
        @Nullable
        Double confidence,

        @JsonPropertyDescription("How long it may take until every text is answered, for example 10m.")
        @Default("10m")
        @Size(max = 20)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Nullable
        String timeout,

        @JsonPropertyDescription("How many of the worst answers status.evaluation names.")
        @Default("10")
        @Min(0)
        @Max(50)
        @Nullable
        Integer worstExamples,

        @JsonPropertyDescription("Write the texts of the worst answers into the status too, where everybody who may "
                + "read the ModelDeployment reads them. Else they are named by their line alone.")
        @Default("false")
        @Nullable
        Boolean showTexts) {}
