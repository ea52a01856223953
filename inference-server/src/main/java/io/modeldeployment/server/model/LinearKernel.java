package io.modeldeployment.server.model;

/** How a program computes its large linear layers. */
public enum LinearKernel {
    /** {@code torch.linear}, on every device. */
    PLAIN {
        @Override
        String prepare(String weight) {
            return "torch.clone(%s)".formatted(weight);
        }

        @Override
        String apply(String x, String name) {
            return "torch.linear(%s, self.%s_w, self.%s_b)".formatted(x, name, name);
        }

        @Override
        String applyActivated(String x, String name, Activation activation) {
            return activation.of(apply(x, name));
        }
    },
    /** oneDNN with weights laid out for it once at load; CPU only. */
    ONEDNN {
        @Override
        String prepare(String weight) {
            return "ops.mkldnn._reorder_linear_weight(torch.contiguous(%s), None)".formatted(weight);
        }

        @Override
        String apply(String x, String name) {
            return pointwise(x, name, "none", "");
        }

        @Override
        String applyActivated(String x, String name, Activation activation) {
            // oneDNN's fused epilogue is the exact GELU; other activations stay separate.
            return activation == Activation.GELU ? pointwise(x, name, "gelu", "none") : activation.of(apply(x, name));
        }

        private String pointwise(String x, String name, String epilogue, String algorithm) {
            return "ops.mkldnn._linear_pointwise(%s, self.%s_w, self.%s_b, \"%s\", [], \"%s\")"
                    .formatted(x, name, name, epilogue, algorithm);
        }
    };

    /** The expression that turns a weight into the form kept in the attribute. It copies: the source may go away. */
    abstract String prepare(String weight);

    /** The expression that applies the layer held in {@code <name>_w} and {@code <name>_b}. */
    abstract String apply(String x, String name);

    /** The same, followed by an activation. */
    abstract String applyActivated(String x, String name, Activation activation);
}
