package io.modeldeployment.operator.storage;

import java.util.Optional;

/**
 * A claim as it was seen.
 *
 * @param model what lies on it, once that is whole and verified
 * @param ending whether it is being deleted
 */
public record ClaimView(Optional<StoredModel> model, boolean ending) {
    /**
     * A model on a claim.
     *
     * @param digest over all of its files
     * @param revision what its source calls it; empty where it has no name for it
     */
    public record StoredModel(String digest, String revision) {}
}
