package io.modeldeployment.operator.storage;

import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.JobView.Progress;
import java.util.Optional;

/**
 * How far a model is, for status and condition.
 *
 * @param reason CamelCase word of the condition
 */
public record ModelReport(
        ModelPhase phase, String reason, String message, Optional<StoredModel> model, Optional<Progress> progress) {
    static ModelReport pending(ModelPhase phase, String message) {
        return new ModelReport(phase, "ModelPending", message, Optional.empty(), Optional.empty());
    }

    static ModelReport failed(String reason, String message) {
        return new ModelReport(ModelPhase.FAILED, reason, message, Optional.empty(), Optional.empty());
    }
}
