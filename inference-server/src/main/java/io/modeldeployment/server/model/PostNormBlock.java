package io.modeldeployment.server.model;

import java.util.List;

/** The layer of BERT and its kin: each part's result is added to what it was made from, and the sum is normalised. */
record PostNormBlock(Parameters parameters) implements Block {
    @Override
    public void load(LoadMethod load, String layer, LayerNames names) {
        int hidden = parameters.config().hiddenSize();
        int inner = parameters.config().intermediateSize();
        parameters.linear(load, layer + "attended", parameters.square(), names.attended());
        names.attentionNorm().ifPresent(norm -> parameters.norm(load, layer + "attention_norm", norm));
        parameters.linear(load, layer + "up", new Parameters.Shape(inner, hidden), names.up());
        parameters.linear(load, layer + "down", new Parameters.Shape(hidden, inner), names.down());
        parameters.norm(load, layer + "output_norm", names.outputNorm());
    }

    @Override
    public String attentionInput(String layer, LayerNames names, String h) {
        return h;
    }

    @Override
    public List<String> output(String layer) {
        LinearKernel kernel = parameters.kernel();
        String attended = "torch.add(%s, h)".formatted(kernel.apply("c", layer + "attended"));
        String up = kernel.applyActivated("a", layer + "up", parameters.config().activation());
        return List.of(
                "a = " + parameters.normalized(layer + "attention_norm", attended),
                "f = " + kernel.apply(up, layer + "down"),
                "return " + parameters.normalized(layer + "output_norm", "torch.add(f, a)"));
    }
}
