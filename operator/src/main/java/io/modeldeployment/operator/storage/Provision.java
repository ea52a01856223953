package io.modeldeployment.operator.storage;

import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a model's claim, and whether a revision may have pods on it.
 *
 * @param report what people are told of it
 * @param recheckAfter when to look again though nothing is seen to change
 */
public record Provision(Clearance clearance, List<Step> steps, ModelReport report, Optional<Duration> recheckAfter) {
    /** One thing to do; twice is once. */
    public sealed interface Step {
        /** Makes the claim, or lets it grow. */
        record EnsureClaim() implements Step {}

        /** Starts the job. */
        record StartJob() implements Step {}

        /** Deletes the job, its pods too. */
        record EndJob() implements Step {}

        /** Deletes the claim, so that nothing of what is on it is used. */
        record DropClaim() implements Step {}

        /** Writes on the claim what lies on it. */
        record MarkReady(StoredModel model) implements Step {}
    }
}
