package io.modeldeployment.server.model;

/**
 * A linear layer in a checkpoint, or one of several that share a module.
 *
 * @param module its module's name
 * @param part which of the module's equal parts it is, from 0
 * @param parts how many layers the module holds, one below the other
 * @param bias whether the module has a bias; zeros otherwise
 */
record LinearName(String module, int part, int parts, boolean bias) {
    static LinearName of(String module) {
        return of(module, true);
    }

    static LinearName of(String module, boolean bias) {
        return new LinearName(module, 0, 1, bias);
    }
}
