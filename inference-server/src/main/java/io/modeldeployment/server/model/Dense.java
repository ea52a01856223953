package io.modeldeployment.server.model;

import java.util.Optional;

/**
 * One dense layer of a classification head.
 *
 * @param name the layer's name in the checkpoint
 * @param activation what is applied to its output, empty for the last layer
 * @param norm the norm after that, in families that have one
 */
record Dense(LinearName name, Optional<Activation> activation, Optional<NormName> norm) {
    static Dense activated(String name, Activation activation) {
        return new Dense(LinearName.of(name), Optional.of(activation), Optional.empty());
    }

    static Dense last(String name) {
        return new Dense(LinearName.of(name), Optional.empty(), Optional.empty());
    }
}
