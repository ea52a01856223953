package io.modeldeployment.server.model;

import java.util.stream.Stream;

/**
 * Binds the checkpoint's tensors to attributes of the program, and writes the expressions that compute with them.
 *
 * @param config the model's configuration
 * @param weights its tensors
 * @param kernel how its large linear layers are computed
 */
record Parameters(ModelConfig config, Weights weights, LinearKernel kernel) {
    /** Rows and columns of a linear layer's weight: numbers out and in. */
    record Shape(int out, int in) {}

    /** Width in, width out of the layers around attention. */
    Shape square() {
        return new Shape(config.hiddenSize(), config.hiddenSize());
    }

    /** Loads a linear layer of {@link #kernel}, or several of one shape as one. */
    void linear(LoadMethod load, String attribute, Shape shape, LinearName... parts) {
        load.linear(
                attribute,
                kernel,
                shape,
                Stream.of(parts).map(part -> weight(load, part, shape)).toList(),
                Stream.of(parts).map(part -> bias(load, part, shape)).toList());
    }

    /** The weight of a linear layer among the arguments of a load method. */
    String weight(LoadMethod load, LinearName name, Shape shape) {
        return part(load, name, shape, weights.require(name.module() + ".weight", rows(name, shape), shape.in));
    }

    /** The bias of a linear layer among the arguments of a load method; zeros where it has none. */
    String bias(LoadMethod load, LinearName name, Shape shape) {
        return name.bias()
                ? part(load, name, shape, weights.require(name.module() + ".bias", rows(name, shape)))
                : "torch.new_zeros(%s, [%d])".formatted(weight(load, name, shape), shape.out);
    }

    private static long rows(LinearName name, Shape shape) {
        return (long) name.parts() * shape.out;
    }

    private static String part(LoadMethod load, LinearName name, Shape shape, TensorInfo tensor) {
        String whole = load.argument(tensor);
        return name.parts() == 1
                ? whole
                : "torch.narrow(%s, 0, %d, %d)".formatted(whole, name.part() * shape.out, shape.out);
    }

    /** Loads a layer norm over the hidden width. */
    void norm(LoadMethod load, String attribute, NormName name) {
        String weight = load.argument(weights.require(name.module() + ".weight", config.hiddenSize()));
        load.copy(attribute + "_w", weight);
        load.copy(
                attribute + "_b",
                name.bias()
                        ? load.argument(weights.require(name.module() + ".bias", config.hiddenSize()))
                        : "torch.zeros_like(%s)".formatted(weight));
    }

    /** The expression that applies the layer norm in {@code <attribute>_w} and {@code <attribute>_b}. */
    String normalized(String attribute, String x) {
        return layerNorm(x, "self." + attribute + "_w", "self." + attribute + "_b");
    }

    /** The expression that applies a layer norm of the hidden width. */
    String layerNorm(String x, String weight, String bias) {
        return "torch.layer_norm(%s, [%d], %s, %s, %s, True)"
                .formatted(x, config.hiddenSize(), weight, bias, config.layerNormEpsilon());
    }
}
