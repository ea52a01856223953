package io.modeldeployment.cli.cluster;

import java.util.Optional;

/**
 * Which objects of a kind are meant.
 *
 * @param namespace where; empty: everywhere
 * @param name of the one object; empty: all
 * @param selector labels that they carry; empty: any
 */
public record Scope(Optional<String> namespace, Optional<String> name, Optional<String> selector) {
    /** All objects of a namespace, or of all where it is empty. */
    public static Scope in(Optional<String> namespace) {
        return new Scope(namespace, Optional.empty(), Optional.empty());
    }

    /** One object. */
    public static Scope of(String namespace, String name) {
        return new Scope(Optional.of(namespace), Optional.of(name), Optional.empty());
    }

    /** The objects of a namespace with a label. */
    public static Scope labelled(String namespace, String key, String value) {
        return new Scope(Optional.of(namespace), Optional.empty(), Optional.of(key + "=" + value));
    }
}
