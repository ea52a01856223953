package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;

/** Writes what follows the encoder: pooling, then either the classifier or the normalisation. */
final class HeadScript {
    private final ModelConfig config;
    private final Weights weights;
    private final String prefix;
    private final ScriptModule module;

    HeadScript(ModelConfig config, Weights weights, String prefix, ScriptModule module) {
        this.config = config;
        this.weights = weights;
        this.prefix = prefix;
        this.module = module;
    }

    /** Numbers a text that the head puts out. */
    int outputSize(Head head) {
        return switch (head) {
            case Head.Classifier classifier -> classifier.labels().size();
            case Head.Embedding _ -> config.hiddenSize();
        };
    }

    /** How the head pools. */
    static Pooling pooling(Head head) {
        return switch (head) {
            case Head.Classifier _ -> Pooling.CLS;
            case Head.Embedding(Pooling pooling, boolean _) -> pooling;
        };
    }

    /** Adds the methods {@code pool_packed}, {@code pool_padded} and {@code head}; returns the steps that load its weights. */
    List<LoadStep> write(Head head) {
        writePooling(pooling(head));
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
        String rows = "torch.view(torch.narrow(h, 0, at, b * n), [b, n, " + config.hiddenSize() + "])";
        String run = pooling == Pooling.CLS ? "torch.select(%s, 1, 0)" : "torch.mean(%s, [1])";
        module.method(
                "pool_packed(h: Tensor, runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "at = 0",
                "for i in range(torch.floordiv(torch.len(runs), 2)):",
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  _a = torch.append(parts, " + run.formatted(rows) + ")",
                "  at = at + b * n",
                "return torch.cat(parts, 0)");
        String mean = "torch.div(torch.sum(torch.mul(h, torch.unsqueeze(seen, 2)), [1]), torch.sum(seen, [1], True))";
        module.method(
                "pool_padded(h: Tensor, seen: Tensor) -> Tensor",
                "return " + (pooling == Pooling.CLS ? "torch.contiguous(torch.select(h, 1, 0))" : mean));
    }

    private LoadStep classifier(Head.Classifier head) {
        LoadMethod load = new LoadMethod(module, "load_head");
        List<String> lines = new ArrayList<>();
        List<Dense> layers = config.family().classifier(prefix);
        for (int i = 0; i < layers.size(); i++) {
            Dense dense = layers.get(i);
            int out = i == layers.size() - 1 ? head.labels().size() : config.hiddenSize();
            String name = "head" + i;
            load.linear(
                    name,
                    LinearKernel.PLAIN,
                    List.of(weights.require(dense.name() + ".weight", out, config.hiddenSize())),
                    List.of(weights.require(dense.name() + ".bias", out)));
            String applied = LinearKernel.PLAIN.apply("e", name);
            lines.add("e = " + dense.activation().map(f -> f.of(applied)).orElse(applied));
        }
        lines.add("return e");
        module.method("head(e: Tensor) -> Tensor", lines.toArray(String[]::new));
        return load.finish(false);
    }
}
