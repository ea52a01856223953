package io.modeldeployment.server.model;

/** Writes scaled dot-product attention: of all tokens or of each text's first, on packed and on padded batches. */
final class AttentionScript {
    private static final String PACKED_RUNS = "for i in range(torch.floordiv(torch.len(runs), 2)):";

    private final ModelConfig config;
    private final ScriptModule module;
    private final String heads;

    AttentionScript(ModelConfig config, ScriptModule module) {
        this.config = config;
        this.module = module;
        this.heads = "%d, %d".formatted(config.heads(), config.headSize());
    }

    /** Adds the methods that the others call: {@code places}, {@code attend} and what belongs to them. */
    void writeCore(RelativePositions positions) {
        positions.write(module);
        module.method(
                "places(pos: Tensor, n: int) -> List[Tensor]",
                positions.places().toArray(String[]::new));
        module.method(
                "with_padding(near: Tensor, pad: Optional[Tensor]) -> Optional[Tensor]",
                "if pad is None:",
                "  return near",
                "return torch.add(near, pad)");
        module.method(
                "bias(q: Tensor, k: Tensor, relation: List[Tensor], pad: Optional[Tensor]) -> Optional[Tensor]",
                positions.bias().toArray(String[]::new));
        module.method(
                "attend(q: Tensor, k: Tensor, v: Tensor, relation: List[Tensor], pad: Optional[Tensor]) -> Tensor",
                "near = self.bias(q, k, relation, pad)",
                "c = torch.scaled_dot_product_attention(q, k, v, near, 0., False, scale=%s)"
                        .formatted(positions.scale(config.headSize())),
                "return torch.reshape(torch.transpose(c, 1, 2), [-1, " + config.hiddenSize() + "])");
    }

    /** Adds {@code attend_packed} and {@code attend_padded}: every token attends to all of its text. */
    void writeAll() {
        String split = "x = torch.permute(torch.view(%s, [b, n, 3, " + heads + "]), [2, 0, 3, 1, 4])";
        String attended =
                "self.attend(torch.select(x, 0, 0), torch.select(x, 0, 1), torch.select(x, 0, 2), relation, %s)";
        module.method(
                "attend_packed(y: Tensor, relation: List[Tensor], runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "at = 0",
                PACKED_RUNS,
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  " + split.formatted("torch.narrow(y, 0, at, b * n)"),
                "  _a = torch.append(parts, " + attended.formatted("None") + ")",
                "  at = at + b * n",
                "rest = torch.size(y, 0) - at",
                "filling = torch.reshape(torch.narrow(y, 0, at, rest), [rest, 3, " + config.hiddenSize() + "])",
                "_b = torch.append(parts, torch.select(filling, 1, 0))",
                "return torch.cat(parts, 0)");
        module.method(
                "attend_padded(y: Tensor, relation: List[Tensor], pad: Tensor) -> Tensor",
                "b = torch.size(pad, 0)",
                "n = torch.size(pad, 3)",
                split.formatted("y"),
                "return " + attended.formatted("pad"));
    }

    /** Adds {@code attend_first_packed} and {@code attend_first_padded}: one row of queries a text, keys and values of all. */
    void writeFirst() {
        String query = "w = torch.transpose(torch.view(%s, [b, 1, " + heads + "]), 1, 2)";
        String split = "x = torch.permute(torch.view(%s, [b, n, 2, " + heads + "]), [2, 0, 3, 1, 4])";
        String attended = "self.attend(w, torch.select(x, 0, 0), torch.select(x, 0, 1), relation, %s)";
        module.method(
                "attend_first_packed(q: Tensor, kv: Tensor, relation: List[Tensor], runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "text = 0",
                "at = 0",
                PACKED_RUNS,
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  " + query.formatted("torch.narrow(q, 0, text, b)"),
                "  " + split.formatted("torch.narrow(kv, 0, at, b * n)"),
                "  _a = torch.append(parts, " + attended.formatted("None") + ")",
                "  text = text + b",
                "  at = at + b * n",
                "_b = torch.append(parts, torch.narrow(q, 0, text, torch.size(q, 0) - text))",
                "return torch.cat(parts, 0)");
        module.method(
                "attend_first_padded(q: Tensor, kv: Tensor, relation: List[Tensor], pad: Tensor) -> Tensor",
                "b = torch.size(pad, 0)",
                "n = torch.size(pad, 3)",
                query.formatted("q"),
                split.formatted("kv"),
                "return " + attended.formatted("pad"));
    }
}
