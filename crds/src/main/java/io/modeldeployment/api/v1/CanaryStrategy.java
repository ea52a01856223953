package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traffic moves in steps: by the ratio of replicas, or with exact weights through gateways. */
@ValidationRule(
        value = "has(self.analysis) || !has(self.steps) || !self.steps.exists(s, has(s.analysis))",
        message = "a step analysis needs to know what to compare: write analysis: {} beside steps")
public record CanaryStrategy(
        @JsonPropertyDescription(
                "What happens in order. After the last step the candidate is promoted. Absent: 10 % to 90 "
                        + "% by 10 %, a minute each; with analysis, a step analysis after them.")
        @Size(min = 1, max = 100)
        @ValidationRule(
                value = "self.filter(s, has(s.setWeight)).map(s, s.setWeight).isSorted()",
                message = "weights must not go down: write setWeight in rising order, for example 10, 50, 100")
        @Nullable
        List<CanaryStep> steps,

        @JsonPropertyDescription(
                "Compares the candidate with stable from its first request on, and takes it back as soon as it is "
                        + "shown to be worse. Absent: only the health gate decides.")
        @Nullable
        AnalysisSpec analysis,

        @JsonPropertyDescription(
                "Whether a new revision's pods keep off the nodes on which other revisions of this ModelDeployment run, so "
                        + "that neither disturbs the other. Preferred: where there is room elsewhere. Required: they wait "
                        + "for a node of their own, and stable's pods that come back wait too. Counts for revisions that "
                        + "are made from then on; a change mints no revision and restarts nothing.")
        @Default("None")
        @Nullable
        RevisionAntiAffinity antiAffinity,

        @JsonPropertyDescription(
                "Seconds that the pods of an aborted candidate are kept, without traffic, to be looked " + "at.")
        @Default("300")
        @Min(0)
        @Max(86400)
        @Nullable
        Integer abortScaleDownDelaySeconds,

        @JsonPropertyDescription(
                "With traffic.gateway: the stable revision keeps only the pods for the share of the traffic that it "
                        + "still has, so that a canary needs room for little more than spec.replicas. On an abort it "
                        + "has to start pods before the traffic is back. false: it keeps all of them until the "
                        + "candidate is promoted.")
        @Default("false")
        @Nullable
        Boolean dynamicStableScale) {}
