package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;

/** Collects the attributes and methods of one TorchScript class and prints it. */
final class ScriptModule {
    private final List<String> attributes = new ArrayList<>();
    private final StringBuilder methods = new StringBuilder();

    /** Declares a tensor attribute and returns the expression that names it. */
    String tensor(String name) {
        attributes.add(name);
        return "self." + name;
    }

    /** The names of the tensor attributes declared so far. */
    List<String> attributes() {
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

    /** The source of the class. */
    String source() {
        StringBuilder source = new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n");
        source.append("  training : bool\n");
        attributes.forEach(name -> source.append("  ").append(name).append(" : Tensor\n"));
        return source.append(methods).toString();
    }
}
