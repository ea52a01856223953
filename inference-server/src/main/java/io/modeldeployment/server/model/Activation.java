package io.modeldeployment.server.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The activation functions of a feed-forward layer, under the names Hugging Face configurations give them. */
public enum Activation {
    /** x·Φ(x), exact (Hendrycks and Gimpel, 2016). */
    GELU("torch.gelu(%s)", Set.of("gelu", "gelu_python")),
    /** The tanh approximation of GELU. */
    GELU_TANH("torch.gelu(%s, approximate=\"tanh\")", Set.of("gelu_new", "gelu_pytorch_tanh", "gelu_fast")),
    RELU("torch.relu(%s)", Set.of("relu")),
    SILU("torch.silu(%s)", Set.of("silu", "swish")),
    TANH("torch.tanh(%s)", Set.of("tanh"));

    private final String expression;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> names;

    Activation(String expression, Set<String> names) {
        this.expression = expression;
        this.names = names;
    }

    static Optional<Activation> named(String name) {
        return Arrays.stream(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst();
    }

    /** The names that a configuration may give. */
    static String supported() {
        return Arrays.stream(values())
                .flatMap(activation -> activation.names.stream())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The TorchScript expression that applies this function to the expression {@code x}. */
    String of(String x) {
        return expression.formatted(x);
    }
}
