package io.modeldeployment.server.model;

import java.util.List;

/**
 * A number for each head and distance, added to the scores of all layers (Raffel et al., 2020: T5): exact for near tokens, then
 * one for each of a few buckets that grow with the logarithm of the distance.
 *
 * @param parameters the model's tensors
 * @param table the name of the table, one row a bucket
 */
record BucketedPositions(Parameters parameters, String table) implements RelativePositions {
    /** Half of them for keys behind the query, half for those before it. */
    static final int BUCKETS = 32;

    private static final int SIDE = BUCKETS / 2;
    private static final int EXACT = SIDE / 2;
    private static final int FARTHEST = 128;

    private int reach() {
        return parameters.config().positionLimit();
    }

    @Override
    public void load(LoadMethod load) {
        String rows = load.argument(
                parameters.weights().require(table, BUCKETS, parameters.config().heads()));
        // Key minus query, from farthest behind to farthest ahead.
        load.let("d", Distances.around(reach(), rows));
        load.let("a", "torch.abs(d)");
        String log = "torch.div(torch.log(torch.div(a, %d)), %s)".formatted(EXACT, Math.log((double) FARTHEST / EXACT));
        load.let(
                "far",
                "torch.clamp_max(torch.add(torch.floor(torch.mul(%s, %d)), %d), %d)"
                        .formatted(log, SIDE - EXACT, EXACT, SIDE - 1));
        load.let("near", "torch.where(torch.lt(a, %d), a, far)".formatted(EXACT));
        load.let("bucket", "torch.add(near, torch.mul(torch.to(torch.gt(d, 0), 6), %d))".formatted(SIDE));
        String byHead = "torch.transpose(torch.index_select(%s, 0, torch.to(bucket, 4)), 0, 1)".formatted(rows);
        load.set("distances", "torch.clone(%s, memory_format=0)".formatted(byHead));
    }

    @Override
    public List<String> places() {
        // Windows over the distances, from the last query's to the first one's.
        return List.of(
                "rows = torch.narrow(torch.unfold(self.distances, 1, n, 1), 1, %d - n, n)".formatted(reach()),
                "return [torch.unsqueeze(torch.flip(rows, [1]), 0)]");
    }
}
