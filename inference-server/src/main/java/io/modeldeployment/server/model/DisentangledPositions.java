package io.modeldeployment.server.model;

import io.modeldeployment.server.model.DebertaV2Blueprint.DistanceTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention between contents and distances (He et al., 2021: DeBERTa): to the product of query and key are added that of the
 * query with the key's distance and that of the key with the query's.
 *
 * <p>Distances are projected once, at load. A product with every distance in a text has one column a distance; read with a stride
 * one off, its rows line up by token, so that nothing is gathered.
 */
final class DisentangledPositions implements RelativePositions {
    private static final String KEYS = "distance_keys";
    private static final String QUERIES = "distance_queries";

    private final Parameters parameters;
    private final String encoder;
    private final DistanceTerms distances;

    DisentangledPositions(Parameters parameters, String encoder, DistanceTerms distances) {
        this.parameters = parameters;
        this.encoder = encoder;
        this.distances = distances;
    }

    private int reach() {
        return parameters.config().positionLimit();
    }

    @Override
    public void load(LoadMethod load) {
        Weights weights = parameters.weights();
        int hidden = parameters.config().hiddenSize();
        String table = load.argument(weights.require(encoder + "rel_embeddings.weight", 2L * distances.span(), hidden));
        if (distances.normalised()) {
            String weight = load.argument(weights.require(encoder + "LayerNorm.weight", hidden));
            String bias = load.argument(weights.require(encoder + "LayerNorm.bias", hidden));
            load.set("distances", parameters.layerNorm(table, weight, bias));
        } else {
            load.copy("distances", table);
        }
        // Query minus key.
        load.let("d", Distances.around(reach(), table));
        if (distances.buckets() > 0) {
            logBuckets(load);
        }
        load.set(
                "distance_rows",
                "torch.to(torch.clamp(torch.add(d, %d), 0, %d), 4)"
                        .formatted(distances.span(), 2 * distances.span() - 1));
    }

    // In float32 and in this order of operations, as transformers does: a rounding more or less is another bucket.
    private void logBuckets(LoadMethod load) {
        int exact = distances.buckets() / 2;
        double reach = (distances.farthest() - 1) / (double) exact;
        load.let("near", "torch.lt(torch.abs(d), %d)".formatted(exact));
        load.let("a", "torch.masked_fill(torch.abs(d), near, %d)".formatted(exact - 1));
        load.let(
                "share",
                "torch.div(torch.log(torch.div(a, %d)), torch.log(torch.full_like(d, %s)))".formatted(exact, reach));
        load.let("far", "torch.add(torch.ceil(torch.mul(share, %d)), %d)".formatted(exact - 1, exact));
        load.let("d", "torch.where(torch.le(a, %d), d, torch.mul(far, torch.sign(d)))".formatted(exact));
    }

    @Override
    public void loadLayer(LoadMethod load, String layer, LayerNames names, int index) {
        String own = encoder + "layer." + index + ".attention.self.";
        if (distances.contentToPosition()) {
            project(
                    load,
                    layer + KEYS,
                    distances.sharedProjection() ? names.key() : LinearName.of(own + "pos_key_proj"));
        }
        if (distances.positionToContent()) {
            project(
                    load,
                    layer + QUERIES,
                    distances.sharedProjection() ? names.query() : LinearName.of(own + "pos_query_proj"));
        }
    }

    /** Projects all distances: {@code [heads, 2 * span, size]}, with the scores' scale already in them. */
    private void project(LoadMethod load, String attribute, LinearName name) {
        String rows = "torch.linear(self.distances, %s, %s)"
                .formatted(
                        parameters.weight(load, name, parameters.square()),
                        parameters.bias(load, name, parameters.square()));
        String byHead = "torch.transpose(torch.view(%s, [%d, %d, %d]), 0, 1)"
                .formatted(rows, 2 * distances.span(), parameters.config().heads(), headSize());
        load.set(attribute, "torch.mul(%s, %s)".formatted(byHead, scale(headSize())));
    }

    private int headSize() {
        return parameters.config().headSize();
    }

    @Override
    public double scale(int headSize) {
        return 1 / Math.sqrt((double) headSize * distances.terms());
    }

    @Override
    public List<String> places() {
        return List.of(
                "rows = torch.narrow(self.distance_rows, 0, %d - n, 2 * n - 1)".formatted(reach()),
                "return [rows, torch.flip(rows, [0])]");
    }

    @Override
    public String relation(String layer, int index) {
        List<String> chosen = new ArrayList<>();
        if (distances.contentToPosition()) {
            chosen.add("torch.index_select(self.%s, 1, places[1])".formatted(layer + KEYS));
        }
        if (distances.positionToContent()) {
            chosen.add("torch.index_select(self.%s, 1, places[0])".formatted(layer + QUERIES));
        }
        return "annotate(List[Tensor], [" + String.join(", ", chosen) + "])";
    }

    @Override
    public List<String> bias() {
        List<String> lines = new ArrayList<>();
        if (distances.contentToPosition() || distances.positionToContent()) {
            lines.addAll(List.of(
                    "b = torch.size(q, 0)",
                    "m = torch.size(q, 2)",
                    "n = torch.size(k, 2)",
                    "w = 2 * n - 1",
                    "skipped = torch.floordiv(torch.size(relation[0], 1) - w, 2)"));
        }
        List<String> terms = new ArrayList<>();
        if (distances.contentToPosition()) {
            // Distances fall from left to right: what query i asks of key j is in column j - i + n - 1.
            lines.add("s = " + products("q", "m", terms.size()));
            lines.add(
                    "c2p = torch.as_strided(s, [b, %d, m, n], [m * w, b * m * w, w - 1, 1], n - 1)".formatted(heads()));
            terms.add("c2p");
        }
        if (distances.positionToContent()) {
            // Distances rise from left to right: what key j is asked by query i is in column i - j + n - 1.
            lines.add("t = " + products("k", "n", terms.size()));
            lines.add(
                    "p2c = torch.as_strided(t, [b, %d, m, n], [n * w, b * n * w, 1, w - 1], n - 1)".formatted(heads()));
            terms.add("p2c");
        }
        lines.add(
                switch (terms.size()) {
                    case 0 -> "return pad";
                    case 1 -> "return self.with_padding(%s, pad)".formatted(terms.getFirst());
                    default -> "return self.with_padding(torch.add(c2p, p2c), pad)";
                });
        return lines;
    }

    /** The products of rows {@code [b, heads, count, size]} with the text's distances: {@code [heads, b * count, w]}. */
    private String products(String rows, String count, int relation) {
        return "torch.bmm(torch.reshape(torch.transpose(%s, 0, 1), [%d, b * %s, %d]), "
                        .formatted(rows, heads(), count, headSize())
                + "torch.transpose(torch.narrow(relation[%d], 1, skipped, w), 1, 2))".formatted(relation);
    }

    private int heads() {
        return parameters.config().heads();
    }
}
