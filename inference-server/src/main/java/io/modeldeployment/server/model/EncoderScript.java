package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the TorchScript of an encoder and its head, and names the checkpoint's tensors it wants.
 *
 * <p>Two entry points share the layers. {@code packed} computes on the tokens of all texts laid end to end, with attention per
 * run of texts of equal length, and therefore without padding or mask; {@code padded} is the textbook form with a mask.
 *
 * <p>Where the head reads each text's first token only, the last layer computes nothing for the others but the keys and values
 * that the first one attends to: five sixths of a layer's arithmetic saved.
 */
public final class EncoderScript {
    private final ModelConfig config;
    private final Weights weights;
    private final LinearKernel kernel;
    private final String prefix;
    private final int fullLayers;
    private final ScriptModule module = new ScriptModule();
    private final List<LoadStep> steps = new ArrayList<>();

    private EncoderScript(ModelConfig config, Weights weights, LinearKernel kernel, Pooling pooling) {
        this.config = config;
        this.weights = weights;
        this.kernel = kernel;
        String base = config.family().basePrefix();
        this.prefix = weights.has(base + "embeddings.word_embeddings.weight") ? base : "";
        this.fullLayers = pooling == Pooling.CLS ? config.layers() - 1 : config.layers();
    }

    /**
     * Writes the program of a model.
     *
     * @throws ModelFormatException when a tensor is missing or of another shape than the configuration says
     */
    public static EncoderProgram write(ModelConfig config, Weights weights, Head head, LinearKernel kernel) {
        EncoderScript script = new EncoderScript(config, weights, kernel, HeadScript.pooling(head));
        script.embedding();
        script.attention();
        if (script.fullLayers < config.layers()) {
            script.firstTokenAttention();
        }
        IntStream.range(0, config.layers()).forEach(script::layer);
        HeadScript headScript = new HeadScript(config, weights, script.prefix, script.module);
        script.steps.addAll(headScript.write(head));
        script.entryPoints();
        return new EncoderProgram(
                script.module.source(), script.module.attributes(), script.steps, headScript.outputSize(head));
    }

    private void embedding() {
        int width = config.hiddenSize();
        String names = prefix + "embeddings.";
        LoadMethod load = new LoadMethod(module, "load_embedding");
        // The word table is most of a small model: read in place from the mapped file, it costs only the pages in use.
        load.keep("words", weights.require(names + "word_embeddings.weight", -1, width));
        load.keep("positions", weights.require(names + "position_embeddings.weight", config.maxPositions(), width));
        String sum = "torch.add(%s, %s)".formatted(lookup("words", "ids"), lookup("positions", "pos"));
        if (config.family().hasTokenTypes()) {
            load.keep("types", weights.require(names + "token_type_embeddings.weight", -1, width));
            sum = "torch.add(%s, %s)".formatted(sum, lookup("types", "typ"));
        }
        norm(load, "embedding_norm", names + "LayerNorm");
        steps.add(load.finish(true));
        module.method(
                "embed(ids: Tensor, pos: Tensor, typ: Tensor) -> Tensor",
                "return " + normalized("embedding_norm", sum));
    }

    private static String lookup(String table, String index) {
        return "torch.embedding(self.%s, %s, -1, False, False)".formatted(table, index);
    }

    private void attention() {
        String heads = "%d, %d".formatted(config.heads(), config.headSize());
        String scaled = "torch.scaled_dot_product_attention(torch.select(x, 0, 0), torch.select(x, 0, 1), "
                + "torch.select(x, 0, 2), %s, 0., False)";
        String merged = "torch.reshape(torch.transpose(c, 1, 2), [b * n, " + config.hiddenSize() + "])";
        module.method(
                "attend_packed(y: Tensor, runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "at = 0",
                "for i in range(torch.floordiv(torch.len(runs), 2)):",
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  rows = torch.view(torch.narrow(y, 0, at, b * n), [b, n, 3, " + heads + "])",
                "  x = torch.permute(rows, [2, 0, 3, 1, 4])",
                "  c = " + scaled.formatted("None"),
                "  _a = torch.append(parts, " + merged + ")",
                "  at = at + b * n",
                "return torch.cat(parts, 0)");
        module.method(
                "attend_padded(y: Tensor, bias: Tensor, b: int, n: int) -> Tensor",
                "x = torch.permute(torch.view(y, [b, n, 3, " + heads + "]), [2, 0, 3, 1, 4])",
                "c = " + scaled.formatted("bias"),
                "return " + merged);
    }

    /** Attention of each text's first token alone: one row of queries a text, keys and values of all its tokens. */
    private void firstTokenAttention() {
        String heads = "%d, %d".formatted(config.heads(), config.headSize());
        String query = "torch.transpose(torch.view(%s, [b, 1, " + heads + "]), 1, 2)";
        String states = "torch.permute(torch.view(%s, [b, n, 2, " + heads + "]), [2, 0, 3, 1, 4])";
        String scaled =
                "torch.scaled_dot_product_attention(w, torch.select(x, 0, 0), torch.select(x, 0, 1), %s, 0., False)";
        String merged = "torch.reshape(c, [b, " + config.hiddenSize() + "])";
        module.method(
                "attend_first_packed(q: Tensor, kv: Tensor, runs: List[int]) -> Tensor",
                "parts = annotate(List[Tensor], [])",
                "text = 0",
                "at = 0",
                "for i in range(torch.floordiv(torch.len(runs), 2)):",
                "  b = runs[2 * i]",
                "  n = runs[2 * i + 1]",
                "  w = " + query.formatted("torch.narrow(q, 0, text, b)"),
                "  x = " + states.formatted("torch.narrow(kv, 0, at, b * n)"),
                "  c = " + scaled.formatted("None"),
                "  _a = torch.append(parts, " + merged + ")",
                "  text = text + b",
                "  at = at + b * n",
                "return torch.cat(parts, 0)");
        module.method(
                "attend_first_padded(q: Tensor, kv: Tensor, bias: Tensor, b: int, n: int) -> Tensor",
                "w = " + query.formatted("q"),
                "x = " + states.formatted("kv"),
                "c = " + scaled.formatted("bias"),
                "return " + merged);
    }

    private void layer(int index) {
        LayerNames names = config.family().layer(prefix, index);
        String layer = "layer" + index + "_";
        LoadMethod load = new LoadMethod(module, "load_layer" + index);
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        LinearShape square = new LinearShape(hidden, hidden);
        if (index < fullLayers) {
            linear(load, layer + "qkv", square, names.query(), names.key(), names.value());
        } else {
            linear(load, layer + "q", square, names.query());
            linear(load, layer + "kv", square, names.key(), names.value());
        }
        linear(load, layer + "attended", square, names.attentionOutput());
        norm(load, layer + "attention_norm", names.attentionNorm());
        linear(load, layer + "up", new LinearShape(inner, hidden), names.intermediate());
        linear(load, layer + "down", new LinearShape(hidden, inner), names.output());
        norm(load, layer + "output_norm", names.outputNorm());
        steps.add(load.finish(false));

        for (String part : index < fullLayers ? List.of("qkv") : List.of("q", "kv")) {
            module.method(part + index + "(h: Tensor) -> Tensor", "return " + kernel.apply("h", layer + part));
        }
        String attended = "torch.add(%s, h)".formatted(kernel.apply("c", layer + "attended"));
        String up = kernel.applyActivated("a", layer + "up", config.activation());
        module.method(
                "mix%d(h: Tensor, c: Tensor) -> Tensor".formatted(index),
                "a = " + normalized(layer + "attention_norm", attended),
                "f = " + kernel.apply(up, layer + "down"),
                "return " + normalized(layer + "output_norm", "torch.add(f, a)"));
    }

    private record LinearShape(int out, int in) {}

    private void linear(LoadMethod load, String attribute, LinearShape shape, String... modules) {
        load.linear(
                attribute,
                kernel,
                Stream.of(modules)
                        .map(name -> weights.require(name + ".weight", shape.out, shape.in))
                        .toList(),
                Stream.of(modules)
                        .map(name -> weights.require(name + ".bias", shape.out))
                        .toList());
    }

    private void norm(LoadMethod load, String attribute, String name) {
        load.copy(attribute + "_w", weights.require(name + ".weight", config.hiddenSize()));
        load.copy(attribute + "_b", weights.require(name + ".bias", config.hiddenSize()));
    }

    private String normalized(String attribute, String x) {
        return "torch.layer_norm(%s, [%d], self.%s_w, self.%s_b, %s, True)"
                .formatted(x, config.hiddenSize(), attribute, attribute, config.layerNormEpsilon());
    }

    private void entryPoints() {
        List<String> packed = tokenRows();
        packed.add("h = self.embed(ids, pos, typ)");
        List<String> padded = tokenRows();
        padded.addAll(List.of(
                "b = torch.size(ids, 0)",
                "n = torch.size(ids, 1)",
                "seen = torch.to(mask, 6)",
                "bias = torch.reshape(torch.mul(torch.rsub(seen, 1.0), -1e30), [b, 1, 1, n])",
                "h = torch.reshape(self.embed(ids, pos, typ), [b * n, " + config.hiddenSize() + "])"));
        for (int i = 0; i < fullLayers; i++) {
            packed.add("h = self.mix%d(h, self.attend_packed(self.qkv%d(h), runs))".formatted(i, i));
            padded.add("h = self.mix%d(h, self.attend_padded(self.qkv%d(h), bias, b, n))".formatted(i, i));
        }
        packed.add("e = self.pool_packed(h, runs)");
        padded.add("e = self.pool_padded(torch.view(h, [b, n, " + config.hiddenSize() + "]), seen)");
        // What is pooled before the last layer is each text's first token.
        for (int i = fullLayers; i < config.layers(); i++) {
            String states = "self.q%d(e), self.kv%d(h)".formatted(i, i);
            packed.add("e = self.mix%d(e, self.attend_first_packed(%s, runs))".formatted(i, states));
            padded.add("e = self.mix%d(e, self.attend_first_padded(%s, bias, b, n))".formatted(i, states));
        }
        packed.add("return self.head(e)");
        padded.add("return self.head(e)");
        module.method(
                EncoderProgram.PACKED + "(tokens: Tensor, runs: List[int]) -> Tensor", packed.toArray(String[]::new));
        module.method(
                EncoderProgram.PADDED + "(tokens: Tensor, mask: Tensor) -> Tensor", padded.toArray(String[]::new));
    }

    private static List<String> tokenRows() {
        return new ArrayList<>(List.of(
                "ids = torch.select(tokens, 0, 0)",
                "pos = torch.select(tokens, 0, 1)",
                "typ = torch.select(tokens, 0, 2)"));
    }
}
