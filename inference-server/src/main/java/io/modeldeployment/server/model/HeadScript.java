package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;

/** Writes what follows the encoder: pooling, then either the classifier or the normalisation. */
final class HeadScript {
    private final Parameters parameters;
    private final String prefix;
    private final ScriptModule module;
    private final Head head;
    private final int multiple;

    HeadScript(Parameters parameters, String prefix, ScriptModule module, Head head) {
        // The head has a row a text, not a token: nothing is gained by another kernel.
        this.parameters = new Parameters(parameters.config(), parameters.weights(), LinearKernel.PLAIN);
        this.multiple = parameters.kernel().rowMultiple();
        this.prefix = prefix;
        this.module = module;
        this.head = head;
    }

    /** Numbers a text that the head puts out. */
    int outputSize() {
        return switch (head) {
            case Head.Classifier classifier -> classifier.labels().size();
            case Head.Embedding _ -> parameters.config().hiddenSize();
        };
    }

    /** How the head pools. */
    Pooling pooling() {
        return parameters.config().pooling(head);
    }

    /** Adds the methods {@code pool_packed}, {@code pool_padded} and {@code head}; returns the steps that load its weights. */
    List<LoadStep> write() {
        writePooling(pooling());
        return switch (head) {
            case Head.Classifier classifier -> List.of(classifier(classifier));
            case Head.Embedding(Pooling _, boolean normalize) -> {
                // The same floor as torch.nn.functional.normalize.
                String unit = "torch.div(e, torch.clamp_min(torch.norm(e, 2, [1], True), 1e-12))";
                module.method("head(e: Tensor) -> Tensor", "return " + (normalize ? unit : "e"));
                yield List.of();
            }
        };
    }

    private void writePooling(Pooling pooling) {
        int hidden = parameters.config().hiddenSize();
        String rows = "torch.view(torch.narrow(h, 0, at, b * n), [b, n, " + hidden + "])";
        String run = pooling == Pooling.CLS ? "torch.select(%s, 1, 0)" : "torch.mean(%s, [1])";
        module.method(
                "pool_packed(h: Tensor, runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "texts = 0",
                "at = 0",
                "for i in range(torch.floordiv(torch.len(runs), 2)):",
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  _a = torch.append(parts, " + run.formatted(rows) + ")",
                "  texts = texts + b",
                "  at = at + b * n",
                // There are at least as many rows of tokens.
                "rows = %d * torch.floordiv(texts + %d, %d)".formatted(multiple, multiple - 1, multiple),
                "_b = torch.append(parts, torch.narrow(h, 0, 0, rows - texts))",
                "return torch.cat(parts, 0)");
        String mean = "torch.div(torch.sum(torch.mul(x, torch.unsqueeze(seen, 2)), [1]), torch.sum(seen, [1], True))";
        module.method(
                "pool_padded(h: Tensor, seen: Tensor) -> Tensor",
                "x = torch.view(h, [torch.size(seen, 0), torch.size(seen, 1), " + hidden + "])",
                "return " + (pooling == Pooling.CLS ? "torch.contiguous(torch.select(x, 1, 0))" : mean));
    }

    private LoadStep classifier(Head.Classifier classifier) {
        ModelConfig config = parameters.config();
        LoadMethod load = new LoadMethod(module, "load_head");
        List<String> lines = new ArrayList<>();
        List<Dense> layers = config.blueprint().classifier(prefix);
        for (int i = 0; i < layers.size(); i++) {
            Dense dense = layers.get(i);
            int out = i == layers.size() - 1 ? classifier.labels().size() : config.hiddenSize();
            String name = "head" + i;
            parameters.linear(load, name, new Parameters.Shape(out, config.hiddenSize()), dense.name());
            String applied = parameters.kernel().apply("e", name);
            lines.add("e = " + dense.activation().map(f -> f.of(applied)).orElse(applied));
            dense.norm().ifPresent(norm -> {
                parameters.norm(load, name + "_norm", norm);
                lines.add("e = " + parameters.normalized(name + "_norm", "e"));
            });
        }
        lines.add("return e");
        module.method("head(e: Tensor) -> Tensor", lines.toArray(String[]::new));
        return load.finish(false);
    }
}
