package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the attributes and methods of one TorchScript class and prints it. */
final class ScriptModule {
    private final List<ScriptAttribute> attributes = new ArrayList<>();
    private final Set<String> shared = new HashSet<>();
    private final StringBuilder methods = new StringBuilder();

    /** Declares a tensor attribute and returns the expression that names it. */
    String tensor(String name) {
        return declared(name, ScriptAttribute.Kind.TENSOR);
    }

    /** The same for one that several layers share; empty when it was declared already. */
    Optional<String> tensorOnce(String name) {
        return shared.add(name) ? Optional.of(tensor(name)) : Optional.empty();
    }

    /** Declares an attribute for a weight in FBGEMM's layout and returns the expression that names it. */
    String packed(String name) {
        return declared(name, ScriptAttribute.Kind.PACKED);
    }

    private String declared(String name, ScriptAttribute.Kind kind) {
        attributes.add(new ScriptAttribute(name, kind));
        return "self." + name;
    }

    /** The attributes declared so far. */
    List<ScriptAttribute> attributes() {
        return attributes;
    }

    /**
     * Adds a method.
     *
     * @param signature its name, at least one argument after {@code self}, and its result: {@code "name(x: Tensor) -> Tensor"}
     * @param lines its body, indented only by its own nesting
     */
    void method(String signature, String... lines) {
        methods.append("  def ")
                .append(signature.replaceFirst("\\(", "(self: __torch__.M, "))
                .append(":\n");
        for (String line : lines) {
            methods.append("    ").append(line).append('\n');
        }
    }

    /** Adds a method that several others call, unless it is there already. */
    void sharedMethod(String signature, String... lines) {
        if (shared.add(signature)) {
            method(signature, lines);
        }
    }

    /** The source of the class. */
    String source() {
        StringBuilder source = new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n");
        source.append("  training : bool\n");
        attributes.forEach(attribute -> source.append("  ")
                .append(attribute.name())
                .append(" : ")
                .append(attribute.kind().type())
                .append('\n'));
        return source.append(methods).toString();
    }
}
