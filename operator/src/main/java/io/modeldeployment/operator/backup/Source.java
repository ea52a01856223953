package io.modeldeployment.operator.backup;

/**
 * The model that is backed up.
 *
 * @param claim the PersistentVolumeClaim that the stable revision's pods mount
 * @param path directory of the model on it; "." is the root
 * @param revision hash of the stable revision
 * @param modelName what the revision calls its model
 */
public record Source(String claim, String path, String revision, String modelName) {}
