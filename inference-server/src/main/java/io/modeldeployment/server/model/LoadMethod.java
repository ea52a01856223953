package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes one method that takes checkpoint tensors and fills the module's attributes with them. */
final class LoadMethod {
    private final ScriptModule module;
    private final String name;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private double bytes;

    LoadMethod(ScriptModule module, String name) {
        this.module = module;
        this.name = name;
    }

    /** Keeps a tensor as it is given, in the memory of the caller. */
    void keep(String attribute, TensorInfo tensor) {
        bytes += Float.BYTES * elements(tensor);
        assign(attribute, argument(tensor));
    }

    /** Keeps a copy of a tensor. */
    void copy(String attribute, TensorInfo tensor) {
        bytes += Float.BYTES * elements(tensor);
        assign(attribute, "torch.clone(%s)".formatted(argument(tensor)));
    }

    /** Keeps the copies of the weight and the bias of a linear layer, computed later by {@code kernel}. */
    void linear(String attribute, LinearKernel kernel, List<TensorInfo> weights, List<TensorInfo> biases) {
        int inputs = Math.toIntExact(weights.getFirst().shape().getLast());
        bytes += weights.stream().mapToDouble(LoadMethod::elements).sum() * kernel.bytesPerWeight();
        String weight = local(attribute + "_weight", stacked(weights));
        String bias = local(attribute + "_bias", stacked(biases));
        lines.addAll(kernel.fill(module, new LinearKernel.Source(attribute, weight, bias, inputs)));
    }

    private static double elements(TensorInfo tensor) {
        return tensor.shape().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }

    private String local(String name, String value) {
        lines.add(name + " = " + value);
        return name;
    }

    private String stacked(List<TensorInfo> parts) {
        if (parts.size() == 1) {
            return argument(parts.getFirst());
        }
        return parts.stream().map(this::argument).collect(Collectors.joining(", ", "torch.cat([", "], 0)"));
    }

    private String argument(TensorInfo tensor) {
        tensors.add(tensor);
        return "ws[" + (tensors.size() - 1) + "]";
    }

    private void assign(String attribute, String value) {
        lines.add(module.tensor(attribute) + " = " + value);
    }

    /**
     * Adds the method to the module.
     *
     * @param keepsMemory whether any tensor was kept without a copy
     */
    LoadStep finish(boolean keepsMemory) {
        lines.add("return None");
        module.method(name + "(ws: List[Tensor]) -> NoneType", lines.toArray(String[]::new));
        return new LoadStep(name, tensors, (long) bytes, keepsMemory);
    }
}
