package io.modeldeployment.server.model;

import io.modeldeployment.server.model.DebertaV2Blueprint.ConvolutionShape;

/**
 * The convolution of DeBERTa v2 over the embeddings of neighbouring tokens, added to what the first layer puts out.
 *
 * @param module its module's name
 * @param shape its size
 */
record Convolution(String module, ConvolutionShape shape) {
    /** Loads its weights. */
    void load(LoadMethod load, Parameters parameters) {
        int hidden = parameters.config().hiddenSize();
        Weights weights = parameters.weights();
        load.copy(
                "convolution_w",
                load.argument(
                        weights.require(module + "conv.weight", hidden, hidden / shape.groups(), shape.kernel())));
        load.copy("convolution_b", load.argument(weights.require(module + "conv.bias", hidden)));
        parameters.norm(load, "convolution_norm", NormName.of(module + "LayerNorm"));
    }

    /** Adds the methods {@code convolve_packed} and {@code convolve_padded}, of embeddings {@code e} and layer output {@code h}. */
    void write(ScriptModule module, Parameters parameters) {
        int hidden = parameters.config().hiddenSize();
        // A text's neighbours are zeros, in the same text only.
        String convolved = "torch.reshape(torch.transpose(torch.conv1d(torch.transpose(x, 1, 2), self.convolution_w, "
                + "self.convolution_b, [1], [%d], [1], %d), 1, 2), [b * n, %d])"
                        .formatted(shape.kernel() / 2, shape.groups(), hidden);
        String sum = "torch.add(h, %s)".formatted(shape.activation().of("c"));
        String result = "return " + parameters.normalized("convolution_norm", sum);
        module.method(
                "convolve_packed(e: Tensor, h: Tensor, runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "at = 0",
                "for i in range(torch.floordiv(torch.len(runs), 2)):",
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  x = torch.view(torch.narrow(e, 0, at, b * n), [b, n, %d])".formatted(hidden),
                "  _a = torch.append(parts, " + convolved + ")",
                "  at = at + b * n",
                "_b = torch.append(parts, torch.narrow(e, 0, at, torch.size(e, 0) - at))",
                "c = torch.cat(parts, 0)",
                result);
        module.method(
                "convolve_padded(e: Tensor, h: Tensor, seen: Tensor) -> Tensor",
                "b = torch.size(seen, 0)",
                "n = torch.size(seen, 1)",
                "x = torch.mul(torch.view(e, [b, n, %d]), torch.unsqueeze(seen, 2))".formatted(hidden),
                "c = " + convolved,
                result);
    }
}
