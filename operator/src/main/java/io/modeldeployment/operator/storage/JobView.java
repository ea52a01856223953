package io.modeldeployment.operator.storage;

import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import java.time.Instant;
import java.util.Optional;

/** The job that brings a model, as it was seen. */
public sealed interface JobView {
    /** There is none. */
    record Absent() implements JobView {}

    /** It is being deleted. */
    record Ending() implements JobView {}

    /**
     * It is under way.
     *
     * @param progress what it says of itself, once it says something
     * @param waiting why its pod does not run yet
     */
    record Running(Optional<Progress> progress, Optional<String> waiting) implements JobView {}

    /**
     * It ended well.
     *
     * @param model what it left word of; empty where its pod is gone
     */
    record Done(Optional<StoredModel> model) implements JobView {}

    /**
     * It failed for good.
     *
     * @param wantedBy the revision that it was made for
     * @param attempt when that revision's rollout began; empty where it was made for no rollout
     */
    record Failed(RevisionHash wantedBy, String attempt, Failure failure, Instant at) implements JobView {}

    /** How far it is; bytes are 0 while they are not known. */
    record Progress(ModelPhase phase, long bytesDone, long bytesTotal) {}

    /** Why: a CamelCase word, and a sentence. */
    record Failure(String reason, String message) {}
}
