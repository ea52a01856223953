package io.modeldeployment.operator.resources;

import io.modeldeployment.api.v1.ImagePullSecret;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.api.v1.SchedulingSpec;
import io.modeldeployment.api.v1.ServerSpec;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a spec that changes the served answer or the pod; two specs with the same content are one revision. */
public record RevisionContent(
        ModelSpec model,
        @Nullable ServerSpec server,
        @Nullable SchedulingSpec scheduling,
        @Nullable List<ImagePullSecret> imagePullSecrets) {
    /** Kubernetes' own alphabet for generated names: no vowels, so no words, and nothing that looks like another. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int HASH_LENGTH = 10;

    /** The content of {@code spec}. */
    public static RevisionContent of(ModelDeploymentSpec spec) {
        return new RevisionContent(spec.model(), spec.server(), spec.scheduling(), spec.imagePullSecrets());
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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var hash = new StringBuilder();
            for (int i = 0; i < HASH_LENGTH; i++) {
                hash.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
            }
            return new RevisionHash(hash.toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
