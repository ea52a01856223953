package io.modeldeployment.server.model;

import java.util.Optional;

/**
 * One dense layer of a classification head.
 *
 * @param name the module's name in the checkpoint
 * @param activation what is applied to its output, empty for the last layer
 */
record Dense(String name, Optional<Activation> activation) {
    static Dense activated(String name, Activation activation) {
        return new Dense(name, Optional.of(activation));
    }

    static Dense last(String name) {
        return new Dense(name, Optional.empty());
    }
}
