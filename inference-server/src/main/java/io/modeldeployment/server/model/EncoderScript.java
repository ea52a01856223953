package io.modeldeployment.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the TorchScript of an encoder and its head, and names the checkpoint's tensors it wants.
 *
 * <p>Two entry points share the layers. {@code packed} computes on the tokens of all texts laid end to end, with attention per
 * run of texts of equal length, and therefore without padding or mask; {@code padded} is the textbook form with a mask. Rows
 * beyond the runs fill a batch up to what the kernel likes: they pass through all layers, and nothing reads them.
 *
 * <p>Where the head reads each text's first token only, the last layer computes nothing for the others but the keys and values
 * that the first one attends to: five sixths of a layer's arithmetic saved.
 */
public final class EncoderScript {
    private final Parameters parameters;
    private final String prefix;
    private final Block block;
    private final RelativePositions positions;
    private final Optional<Convolution> convolution;
    private final HeadScript head;
    private final int fullLayers;
    private final ScriptModule module = new ScriptModule();
    private final List<LoadStep> steps = new ArrayList<>();

    private EncoderScript(Parameters parameters, Head head) {
        ModelConfig config = parameters.config();
        Blueprint blueprint = config.blueprint();
        String base = blueprint.basePrefix();
        this.parameters = parameters;
        this.prefix = parameters.weights().has(blueprint.embedding(base).words()) ? base : "";
        this.block = blueprint.block(parameters);
        this.positions = blueprint.positions(parameters, prefix);
        this.convolution = blueprint.convolution(prefix);
        this.head = new HeadScript(parameters, prefix, module, head);
        // The convolution follows the first layer and needs all of its rows.
        boolean prunesLast = this.head.pooling() == Pooling.CLS && (convolution.isEmpty() || config.layers() > 1);
        this.fullLayers = prunesLast ? config.layers() - 1 : config.layers();
    }

    /**
     * Writes the program of a model.
     *
     * @throws ModelFormatException when a tensor is missing or of another shape than the configuration says
     */
    public static EncoderProgram write(ModelConfig config, Weights weights, Head head, LinearKernel kernel) {
        EncoderScript script = new EncoderScript(new Parameters(config, weights, kernel), head);
        script.embedding();
        script.aroundLayers();
        script.attention();
        IntStream.range(0, config.layers()).forEach(script::layer);
        script.steps.addAll(script.head.write());
        script.entryPoints();
        return new EncoderProgram(
                script.module.source(),
                script.module.attributes(),
                script.steps,
                script.head.outputSize(),
                kernel.rowMultiple());
    }

    private void embedding() {
        ModelConfig config = parameters.config();
        EmbeddingNames names = config.blueprint().embedding(prefix);
        LoadMethod load = new LoadMethod(module, "load_embedding");
        // The word table is most of a small model: read in place from the mapped file, it costs only the pages in use.
        table(load, "words", names.words(), -1);
        String sum = lookup("words", "ids");
        if (names.positions().isPresent()) {
            table(load, "positions", names.positions().get(), config.maxPositions());
            sum = "torch.add(%s, %s)".formatted(sum, lookup("positions", "pos"));
        }
        if (names.types().isPresent()) {
            table(load, "types", names.types().get(), -1);
            sum = "torch.add(%s, %s)".formatted(sum, lookup("types", "typ"));
        }
        parameters.norm(load, "embedding_norm", names.norm());
        steps.add(load.finish(true));
        module.method(
                "embed(ids: Tensor, pos: Tensor, typ: Tensor) -> Tensor",
                "return " + parameters.normalized("embedding_norm", sum));
    }

    private void table(LoadMethod load, String attribute, String name, long rows) {
        load.keep(
                attribute,
                parameters.weights().require(name, rows, parameters.config().hiddenSize()));
    }

    private static String lookup(String table, String index) {
        return "torch.embedding(self.%s, %s, -1, False, False)".formatted(table, index);
    }

    /** What is neither in the embedding nor in a layer nor in the head. */
    private void aroundLayers() {
        LoadMethod load = new LoadMethod(module, "load_around_layers");
        positions.load(load);
        convolution.ifPresent(layer -> layer.load(load, parameters));
        finalNorm().ifPresent(norm -> parameters.norm(load, "final_norm", norm));
        if (!load.isEmpty()) {
            steps.add(load.finish(false));
        }
        convolution.ifPresent(layer -> layer.write(module, parameters));
    }

    private Optional<NormName> finalNorm() {
        return parameters.config().blueprint().finalNorm(prefix);
    }

    private void attention() {
        AttentionScript script = new AttentionScript(parameters.config(), module);
        script.writeCore(positions);
        script.writeAll();
        if (fullLayers < parameters.config().layers()) {
            script.writeFirst();
        }
    }

    private static String attributes(int layer) {
        return "layer" + layer + "_";
    }

    private void layer(int index) {
        LayerNames names = parameters.config().blueprint().layer(prefix, index);
        String layer = attributes(index);
        LoadMethod load = new LoadMethod(module, "load_layer" + index);
        if (index < fullLayers) {
            parameters.linear(load, layer + "qkv", parameters.square(), names.query(), names.key(), names.value());
        } else {
            parameters.linear(load, layer + "q", parameters.square(), names.query());
            parameters.linear(load, layer + "kv", parameters.square(), names.key(), names.value());
        }
        block.load(load, layer, names);
        positions.loadLayer(load, layer, names, index);
        steps.add(load.finish(false));

        String input = block.attentionInput(layer, names, "h");
        if (index < fullLayers) {
            states("qkv", index, positions.turned(parameters.kernel().apply(input, layer + "qkv"), 3, index));
        } else {
            // The first token's position is 0, where nothing is turned.
            states("q", index, parameters.kernel().apply(input, layer + "q"));
            states("kv", index, positions.turned(parameters.kernel().apply(input, layer + "kv"), 2, index));
        }
        module.method(
                "mix%d(h: Tensor, c: Tensor) -> Tensor".formatted(index),
                block.output(layer).toArray(String[]::new));
    }

    private void states(String name, int index, String expression) {
        module.method(name + index + "(h: Tensor, places: List[Tensor]) -> Tensor", "return " + expression);
    }

    private void entryPoints() {
        int hidden = parameters.config().hiddenSize();
        List<String> packed = tokenRows();
        packed.addAll(List.of(
                "h = self.embed(ids, pos, typ)",
                // Runs come shortest first.
                "places = self.places(pos, runs[torch.len(runs) - 1])"));
        packed.addAll(encoder("packed", "runs", "runs"));
        List<String> padded = tokenRows();
        padded.addAll(List.of(
                "b = torch.size(ids, 0)",
                "n = torch.size(ids, 1)",
                "seen = torch.to(mask, 6)",
                "pad = torch.reshape(torch.mul(torch.rsub(seen, 1.0), -1e30), [b, 1, 1, n])",
                "h = torch.reshape(self.embed(ids, pos, typ), [b * n, " + hidden + "])",
                "places = self.places(pos, n)"));
        padded.addAll(encoder("padded", "pad", "seen"));
        module.method(
                EncoderProgram.PACKED + "(tokens: Tensor, runs: List[int]) -> Tensor", packed.toArray(String[]::new));
        module.method(
                EncoderProgram.PADDED + "(tokens: Tensor, mask: Tensor) -> Tensor", padded.toArray(String[]::new));
    }

    /** From the first hidden states to the head's output. */
    private List<String> encoder(String form, String attends, String rows) {
        List<String> lines = new ArrayList<>();
        convolution.ifPresent(_ -> lines.add("embedded = h"));
        for (int i = 0; i < fullLayers; i++) {
            lines.add("h = self.mix%d(h, self.attend_%s(self.qkv%d(h, places), %s, %s))"
                    .formatted(i, form, i, positions.relation(attributes(i), i), attends));
            if (i == 0 && convolution.isPresent()) {
                lines.add("h = self.convolve_%s(embedded, h, %s)".formatted(form, rows));
            }
        }
        int layers = parameters.config().layers();
        if (fullLayers == layers) {
            lines.add("h = " + finished("h"));
        }
        lines.add("e = self.pool_%s(h, %s)".formatted(form, rows));
        if (fullLayers < layers) {
            // What was pooled is each text's first token.
            int last = fullLayers;
            lines.add("c = self.attend_first_%s(self.q%d(e, places), self.kv%d(h, places), %s, %s)"
                    .formatted(form, last, last, positions.relation(attributes(last), last), attends));
            lines.add("e = self.mix%d(e, c)".formatted(last));
            lines.add("e = " + finished("e"));
        }
        lines.add("return self.head(e)");
        return lines;
    }

    private String finished(String x) {
        return finalNorm().isPresent() ? parameters.normalized("final_norm", x) : x;
    }

    private static List<String> tokenRows() {
        return new ArrayList<>(List.of(
                "ids = torch.select(tokens, 0, 0)",
                "pos = torch.select(tokens, 0, 1)",
                "typ = torch.select(tokens, 0, 2)"));
    }
}
