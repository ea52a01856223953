package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** All traffic moves at once, after the new pods have proven themselves. */
public record BlueGreenStrategy(
        @JsonPropertyDescription(
                "Switch by itself once the candidate has passed its probes; false waits for the action " + "promote.")
        @Default("true")
        @Nullable
        Boolean autoPromotion,

        @JsonPropertyDescription("Seconds between the passed probes and the switch.")
        @Default("0")
        @Min(0)
        @Max(86400)
        @Nullable
        Integer autoPromotionSeconds,

        @JsonPropertyDescription("Candidate pods before the switch is due; just before it, all of spec.replicas are "
                + "started. Absent: spec.replicas.")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer previewReplicas,

        @JsonPropertyDescription(
                "Checks the candidate once its preview pods have proven themselves, before the pause and the "
                        + "switch. By prometheus, web or job: it has no traffic yet, so its servers count nothing, and there is "
                        + "nothing to compare.")
        @ValidationRule(
                value = "!self.checks.exists(c, has(c.metric))",
                message =
                        "before the promotion the candidate has no traffic and its servers count nothing: write a check "
                                + "by metric into postPromotionAnalysis, or one by prometheus, web or job here")
        @Nullable
        PromotionAnalysisSpec prePromotionAnalysis,

        @JsonPropertyDescription("Checks the candidate after the switch, while the old pods are still warm. A failure "
                + "returns to them at once, and the candidate is not tried again by itself. By fixed limits: the old "
                + "pods have no traffic any more to be compared with.")
        @Nullable
        PromotionAnalysisSpec postPromotionAnalysis,

        @JsonPropertyDescription("Seconds that the old pods are kept warm after the switch and the analysis that "
                + "follows it, for an instant return.")
        @Default("600")
        @Min(0)
        @Max(86400)
        @Nullable
        Integer scaleDownDelaySeconds,

        @JsonPropertyDescription(
                "Seconds that the pods of an aborted candidate are kept, without traffic, to be looked " + "at.")
        @Default("300")
        @Min(0)
        @Max(86400)
        @Nullable
        Integer abortScaleDownDelaySeconds) {}
