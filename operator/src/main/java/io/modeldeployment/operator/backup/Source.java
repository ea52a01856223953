package io.modeldeployment.operator.backup;

import java.util.Optional;

/**
 * The model that is backed up.
 *
 * @param claim the PersistentVolumeClaim that the stable revision's pods mount
 * @param path directory of the model on it; "." is the root
 * @param revision hash of the stable revision
 * @param modelName what the revision calls its model
 * @param storageClass of the claim, once that was seen
 */
public record Source(String claim, String path, String revision, String modelName, Optional<String> storageClass) {
    /** One whose claim was not looked at yet. */
    public Source(String claim, String path, String revision, String modelName) {
        this(claim, path, revision, modelName, Optional.empty());
    }

    Source in(Optional<String> known) {
        return new Source(claim, path, revision, modelName, known);
    }
}
