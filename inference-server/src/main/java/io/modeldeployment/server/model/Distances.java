package io.modeldeployment.server.model;

/** Writes the distances between tokens as TorchScript. */
final class Distances {
    private Distances() {}

    /**
     * The expression of the whole numbers from 1 − {@code reach} to {@code reach} − 1, as floats.
     *
     * @param like the expression of a tensor on the device where they shall be
     */
    static String around(int reach, String like) {
        return "torch.sub(%s, %d)".formatted(upTo(Integer.toString(2 * reach - 1), like), reach - 1);
    }

    /**
     * The expression of the whole numbers from 0 to {@code end} − 1, as floats.
     *
     * @param like the expression of a tensor on the device where they shall be
     */
    static String upTo(String end, String like) {
        return "torch.arange(%s, dtype=6, layout=None, device=ops.prim.device(%s))".formatted(end, like);
    }
}
