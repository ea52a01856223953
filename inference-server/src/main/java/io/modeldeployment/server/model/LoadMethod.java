package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;

/** Writes one method that takes checkpoint tensors and fills the module's attributes with them. */
final class LoadMethod {
    private final ScriptModule module;
    private final String name;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private double savedBytes;

    LoadMethod(ScriptModule module, String name) {
        this.module = module;
        this.name = name;
    }

    /** The expression that names a tensor among the method's arguments. */
    String argument(TensorInfo tensor) {
        if (!tensors.contains(tensor)) {
            tensors.add(tensor);
        }
        return "ws[" + tensors.indexOf(tensor) + "]";
    }

    /** Keeps a tensor as it is given, in the memory of the caller. */
    void keep(String attribute, TensorInfo tensor) {
        set(attribute, argument(tensor));
    }

    /** Keeps a copy of what an expression gives. */
    void copy(String attribute, String value) {
        set(attribute, "torch.clone(%s)".formatted(value));
    }

    /** Keeps what an expression gives, which must not be the caller's memory. */
    void set(String attribute, String value) {
        lines.add(module.tensor(attribute) + " = " + value);
    }

    /** Gives a name to what an expression gives, for the lines that follow. */
    void let(String variable, String value) {
        lines.add(variable + " = " + value);
    }

    /**
     * Keeps what {@code kernel} needs of the weight and the bias of a linear layer; several are stacked to one.
     *
     * @param shape the shape of each weight
     */
    void linear(
            String attribute, LinearKernel kernel, Parameters.Shape shape, List<String> weights, List<String> biases) {
        String weight = attribute + "_weight";
        String bias = attribute + "_bias";
        let(weight, stacked(weights));
        let(bias, stacked(biases));
        lines.addAll(kernel.fill(module, new LinearKernel.Source(attribute, weight, bias, shape.in())));
        savedBytes += (Float.BYTES - kernel.bytesPerWeight()) * weights.size() * shape.out() * shape.in();
    }

    private static String stacked(List<String> parts) {
        return parts.size() == 1 ? parts.getFirst() : "torch.cat([" + String.join(", ", parts) + "], 0)";
    }

    /** Whether nothing is to be loaded. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * Adds the method to the module.
     *
     * @param keepsMemory whether any tensor was kept without a copy
     */
    LoadStep finish(boolean keepsMemory) {
        lines.add("return None");
        module.method(name + "(ws: List[Tensor]) -> NoneType", lines.toArray(String[]::new));
        double bytes =
                Float.BYTES * tensors.stream().mapToDouble(TensorInfo::elements).sum();
        return new LoadStep(name, tensors, (long) (bytes - savedBytes), keepsMemory);
    }
}
