package io.modeldeployment.operator.resources;

import io.modeldeployment.api.v1.ImagePullSecret;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.ModelSource;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.api.v1.SchedulingSpec;
import io.modeldeployment.api.v1.ServerSpec;
import io.modeldeployment.api.v1.VolumeClaimSource;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a spec that changes the served answer or the pod; two specs with the same content are one revision. */
public record RevisionContent(
        ModelSpec model,
        @Nullable ServerSpec server,
        @Nullable SchedulingSpec scheduling,
        @Nullable List<ImagePullSecret> imagePullSecrets,
        @Nullable Devices accelerator) {
    private static final int HASH_LENGTH = 10;

    /** The content of {@code spec}. */
    public static RevisionContent of(ModelDeploymentSpec spec) {
        ModelSpec model = spec.model();
        // Where a model lies changes no answer, and a claim that grows restarts nothing.
        var served = new ModelSpec(model.name(), model.task(), model.source(), model.sha256(), null, null);
        return new RevisionContent(
                served, spec.server(), spec.scheduling(), spec.imagePullSecrets(), Devices.of(spec.accelerator()));
    }

    /** The same model where the operator has put it: for pods, and for no hash. */
    public RevisionContent from(VolumeClaimSource place) {
        var placed = new ModelSpec(model.name(), model.task(), ModelSource.of(place), null, null, null);
        return new RevisionContent(placed, server, scheduling, imagePullSecrets, accelerator);
    }

    /** The canonical text, kept with the revision to tell a collision of hashes from the same content. */
    public String canonical() {
        return CanonicalForm.of(this);
    }

    /**
     * Ten letters and digits from the SHA-256 of the canonical text.
     *
     * @param collisions how often different content had the same hash before (rule 18)
     */
    public RevisionHash hash(int collisions) {
        String text = collisions == 0 ? canonical() : canonical() + "#" + collisions;
        return new RevisionHash(Hashes.of(text, HASH_LENGTH));
    }
}
