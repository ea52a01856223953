package io.modeldeployment.server.model;

/**
 * An attribute of a TorchScript class.
 *
 * @param name its name
 * @param kind what it holds
 */
public record ScriptAttribute(String name, Kind kind) {
    /** The type of a weight in FBGEMM's layout. */
    static final String PACKED_WEIGHT = "__torch__.torch.classes.quantized.LinearPackedParamsBase";

    /** What an attribute holds, and what stands for it until the weights are there. */
    public enum Kind {
        /** A tensor; until then one of a single zero. */
        TENSOR("Tensor"),
        /** A weight in FBGEMM's own layout; until then None. */
        PACKED("Optional[" + PACKED_WEIGHT + "]");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** The expression that reads the packed weight of that name, once it is there. */
    static String packedWeight(String name) {
        return "unchecked_cast(%s, self.%s)".formatted(PACKED_WEIGHT, name);
    }
}
