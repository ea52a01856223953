package io.modeldeployment.server.model;

import java.util.List;

/**
 * The layer of ModernBERT: each part starts from a normalised copy and its result is added as it is; half of what the feed-forward
 * part widens to, activated, gates the other half (Shazeer, 2020: GeGLU).
 */
record GatedPreNormBlock(Parameters parameters) implements Block {
    @Override
    public void load(LoadMethod load, String layer, LayerNames names) {
        int hidden = parameters.config().hiddenSize();
        int inner = parameters.config().intermediateSize();
        names.attentionNorm().ifPresent(norm -> parameters.norm(load, layer + "attention_norm", norm));
        parameters.linear(load, layer + "attended", parameters.square(), names.attended());
        parameters.norm(load, layer + "output_norm", names.outputNorm());
        parameters.linear(load, layer + "up", new Parameters.Shape(2 * inner, hidden), names.up());
        parameters.linear(load, layer + "down", new Parameters.Shape(hidden, inner), names.down());
    }

    @Override
    public String attentionInput(String layer, LayerNames names, String h) {
        return names.attentionNorm().isPresent() ? parameters.normalized(layer + "attention_norm", h) : h;
    }

    @Override
    public List<String> output(String layer) {
        LinearKernel kernel = parameters.kernel();
        int inner = parameters.config().intermediateSize();
        String half = "torch.narrow(u, 1, %d, %d)";
        String gate = parameters.config().activation().of(half.formatted(0, inner));
        return List.of(
                "a = torch.add(h, %s)".formatted(kernel.apply("c", layer + "attended")),
                "u = " + kernel.apply(parameters.normalized(layer + "output_norm", "a"), layer + "up"),
                "g = torch.mul(%s, %s)".formatted(gate, half.formatted(inner, inner)),
                "return torch.add(a, %s)".formatted(kernel.apply("g", layer + "down")));
    }
}
