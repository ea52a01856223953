package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How a program computes its large linear layers, and what of their weights it keeps. */
public enum LinearKernel {
    /** {@code torch.linear} in float32, on every device. */
    PLAIN {
        @Override
        double bytesPerWeight() {
            return Float.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            return List.of(
                    module.tensor(source.name + "_w") + " = torch.clone(%s)".formatted(source.weight),
                    bias(module, source));
        }

        @Override
        String apply(String x, String name) {
            return "torch.linear(%s, self.%s_w, self.%s_b)".formatted(x, name, name);
        }
    },
    /** oneDNN in float32 with weights laid out for it once at load; CPU only. */
    ONEDNN {
        @Override
        double bytesPerWeight() {
            return Float.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            String reordered = "ops.mkldnn._reorder_linear_weight(torch.contiguous(%s), None)".formatted(source.weight);
            return List.of(module.tensor(source.name + "_w") + " = " + reordered, bias(module, source));
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

        // oneDNN generates and keeps code and tables for each number of rows, about 0.7 MB for the four shapes of a
        // layer.
        @Override
        int rowMultiple() {
            return 16;
        }

        private String pointwise(String x, String name, String epilogue, String algorithm) {
            return "ops.mkldnn._linear_pointwise(%s, self.%s_w, self.%s_b, \"%s\", [], \"%s\")"
                    .formatted(x, name, name, epilogue, algorithm);
        }
    },
    /** float16 weights in FBGEMM, which widens them as it multiplies; CPU only. */
    FBGEMM_FP16 {
        @Override
        double bytesPerWeight() {
            return Short.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            String packed = "ops.quantized.linear_prepack_fp16(torch.contiguous(%s), torch.clone(%s))";
            return List.of(module.packed(source.name) + " = " + packed.formatted(source.weight, source.bias));
        }

        @Override
        String apply(String x, String name) {
            return "ops.quantized.linear_dynamic_fp16(%s, %s)".formatted(x, ScriptAttribute.packedWeight(name));
        }
    },
    /**
     * 8-bit weights with a scale for each output and activations with a scale for each row, in FBGEMM; CPU only.
     *
     * <p>FBGEMM itself knows only one scale for all rows, which would make an answer depend on the other texts of its batch.
     * So each row is divided by its largest magnitude first, and its result multiplied by it again. Weights lie in ±63:
     * without VNNI a processor adds pairs of products in 16 bits, which twice 8 bits would overflow, and a model should answer
     * alike on all nodes. Seven bits were seen to cost the weights less than the activations.
     */
    FBGEMM_INT8 {
        @Override
        double bytesPerWeight() {
            return Byte.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            module.sharedMethod(
                    "int8_pack(w: Tensor) -> " + ScriptAttribute.PACKED_WEIGHT,
                    "s = torch.div(torch.clamp_min(torch.amax(torch.abs(w), [1]), 1e-12), 63.)",
                    "q = torch.quantize_per_channel(w, torch.to(s, 7), torch.zeros_like(s, dtype=4), 0, 12)",
                    "return ops.quantized.linear_prepack(q, None)");
            module.sharedMethod(
                    "int8_linear(x: Tensor, w: " + ScriptAttribute.PACKED_WEIGHT + ", b: Tensor) -> Tensor",
                    "s = torch.clamp_min(torch.amax(torch.abs(x), [1], True), 1e-12)",
                    "y = ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(torch.div(x, s), " + 1.0 / 127
                            + ", 128, w)",
                    "return torch.addcmul(b, y, s)");
            return List.of(
                    module.packed(source.name) + " = self.int8_pack(%s)".formatted(source.weight),
                    bias(module, source));
        }

        @Override
        String apply(String x, String name) {
            return "self.int8_linear(%s, %s, self.%s_b)".formatted(x, ScriptAttribute.packedWeight(name), name);
        }
    },
    /**
     * 4-bit weights from −8 to 7 with a scale for each group of 32 inputs, unpacked at each use; on every device.
     *
     * <p>Of some clippings of the group's largest magnitude that of the least squared error makes the scale.
     */
    INT4 {
        @Override
        double bytesPerWeight() {
            return 0.5 + (double) Short.BYTES / 32;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            module.sharedMethod(
                    "int4_scaled(g: Tensor, s: Tensor) -> Tensor",
                    "return torch.clamp(torch.round(torch.div(g, s)), -8, 7)");
            module.sharedMethod(
                    "int4_scale(g: Tensor) -> Tensor",
                    "best = torch.div(torch.clamp_min(torch.amax(torch.abs(g), [2], True), 1e-7), 7.)",
                    "full = best",
                    "loss = torch.sum(torch.pow(torch.sub(g, torch.mul(self.int4_scaled(g, best), best)), 2), [2], True)",
                    "for i in range(8):",
                    "  s = torch.mul(full, 0.95 - 0.05 * i)",
                    "  now = torch.sum(torch.pow(torch.sub(g, torch.mul(self.int4_scaled(g, s), s)), 2), [2], True)",
                    "  best = torch.where(torch.lt(now, loss), s, best)",
                    "  loss = torch.minimum(now, loss)",
                    "return best");
            module.sharedMethod(
                    "int4_pack(w: Tensor, s: Tensor) -> Tensor",
                    "n = torch.size(w, 0)",
                    "g = torch.view(torch.contiguous(w), [n, torch.size(s, 1), -1])",
                    "q = torch.view(torch.to(torch.add(self.int4_scaled(g, s), 8), 0), [n, -1, 2])",
                    "return torch.add(torch.select(q, 2, 0), torch.mul(torch.select(q, 2, 1), 16))");
            module.sharedMethod(
                    "int4_linear(x: Tensor, q: Tensor, s: Tensor, b: Tensor) -> Tensor",
                    "pairs = torch.embedding(self.int4_values, torch.to(q, 3), -1, False, False)",
                    "w = torch.mul(torch.view(pairs, [torch.size(q, 0), torch.size(s, 1), -1]), torch.to(s, 6))",
                    "return torch.linear(x, torch.view(w, [torch.size(q, 0), torch.size(x, 1)]), b)");
            String groups = "torch.view(torch.contiguous(%s), [torch.size(%s, 0), -1, %d])"
                    .formatted(source.weight, source.weight, group(source.inputs));
            String scale = module.tensor(source.name + "_s");
            List<String> lines = new ArrayList<>();
            module.tensorOnce("int4_values")
                    .ifPresent(values -> lines.addAll(List.of(
                            "byte = torch.arange(256, dtype=4, layout=None, device=ops.prim.device(%s))"
                                    .formatted(source.weight),
                            "nibbles = torch.stack([torch.bitwise_and(byte, 15), torch.floor_divide(byte, 16)], 1)",
                            values + " = torch.to(torch.sub(nibbles, 8), 6)")));
            lines.add(scale + " = torch.to(self.int4_scale(" + groups + "), 5)");
            lines.add(module.tensor(source.name + "_q")
                    + " = self.int4_pack(%s, torch.to(%s, 6))".formatted(source.weight, scale));
            lines.add(bias(module, source));
            return lines;
        }

        private int group(int inputs) {
            return IntStream.of(32, 16, 8, 4)
                    .filter(size -> inputs % size == 0)
                    .findFirst()
                    .orElse(2);
        }

        @Override
        String apply(String x, String name) {
            return "self.int4_linear(%s, self.%s_q, self.%s_s, self.%s_b)".formatted(x, name, name, name);
        }
    },
    /** float16 weights and products, between float32 activations: what a GPU's tensor cores take. */
    HALF {
        @Override
        double bytesPerWeight() {
            return Short.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            return List.of(
                    module.tensor(source.name + "_w") + " = torch.to(%s, 5)".formatted(source.weight),
                    module.tensor(source.name + "_b") + " = torch.to(%s, 5)".formatted(source.bias));
        }

        @Override
        String apply(String x, String name) {
            return "torch.to(torch.linear(torch.to(%s, 5), self.%s_w, self.%s_b), 6)".formatted(x, name, name);
        }
    },
    /** 8-bit weights with a scale for each output, widened to float16 at each use: saves a GPU's memory. */
    INT8_HALF {
        @Override
        double bytesPerWeight() {
            return Byte.BYTES;
        }

        @Override
        List<String> fill(ScriptModule module, Source source) {
            String scale = module.tensor(source.name + "_s");
            return List.of(
                    "%s = torch.div(torch.clamp_min(torch.amax(torch.abs(%s), [1], True), 1e-7), 127.)"
                            .formatted(scale, source.weight),
                    "%s = torch.to(torch.round(torch.div(%s, %s)), 1)"
                            .formatted(module.tensor(source.name + "_q"), source.weight, scale),
                    bias(module, source));
        }

        @Override
        String apply(String x, String name) {
            String weight = "torch.to(torch.mul(self.%s_q, self.%s_s), 5)".formatted(name, name);
            return "torch.add(torch.to(torch.linear(torch.to(%s, 5), %s), 6), self.%s_b)".formatted(x, weight, name);
        }
    };

    /** The kernel that computes that quantisation best on a CPU with AVX2, or on a GPU. */
    public static LinearKernel of(Quantization quantization, boolean gpu) {
        return switch (quantization) {
            case NONE -> gpu ? PLAIN : ONEDNN;
            case FP16 -> gpu ? HALF : FBGEMM_FP16;
            case INT8 -> gpu ? INT8_HALF : FBGEMM_INT8;
            case INT4 -> INT4;
        };
    }

    /**
     * One linear layer before it is loaded.
     *
     * @param name the attributes are called after it
     * @param weight the expression of its weight [out, in], whose memory may go away
     * @param bias the expression of its bias [out], whose memory may go away
     * @param inputs how many inputs it has
     */
    record Source(String name, String weight, String bias, int inputs) {}

    /** Bytes a weight takes once it is loaded, its share of the scales included. */
    abstract double bytesPerWeight();

    /** The kernel likes its rows in multiples of so many; a packed batch is filled up to one. */
    int rowMultiple() {
        return 1;
    }

    /** Declares what is kept of a layer and returns the statements that fill it; they copy. */
    abstract List<String> fill(ScriptModule module, Source source);

    /** The expression that applies the layer of that name to the rows of {@code x} [T, in]. */
    abstract String apply(String x, String name);

    /** The same, followed by an activation. */
    String applyActivated(String x, String name, Activation activation) {
        return activation.of(apply(x, name));
    }

    private static String bias(ScriptModule module, Source source) {
        return module.tensor(source.name + "_b") + " = torch.clone(%s)".formatted(source.bias);
    }
}
