package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
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

        @JsonPropertyDescription("Seconds that the old pods are kept warm after the switch, for an instant return.")
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
