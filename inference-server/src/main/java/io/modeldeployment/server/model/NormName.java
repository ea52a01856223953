package io.modeldeployment.server.model;

/**
 * A layer norm in a checkpoint.
 *
 * @param module its module's name
 * @param bias whether it has a bias; zeros otherwise
 */
record NormName(String module, boolean bias) {
    static NormName of(String module) {
        return new NormName(module, true);
    }
}
