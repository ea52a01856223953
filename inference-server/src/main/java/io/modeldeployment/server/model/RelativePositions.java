package io.modeldeployment.server.model;

import java.util.List;

/**
 * What attention knows of the distance between two tokens, as pieces of TorchScript.
 *
 * <p>{@code places}, a list of tensors, is made once a forward pass for its longest text. From it each layer gets its
 * {@code relation}, which is then the same for all texts: what holds for a shorter one is a corner of it.
 */
sealed interface RelativePositions
        permits NoRelativePositions, BucketedPositions, DisentangledPositions, RotaryPositions {
    /** Loads what all layers share. */
    default void load(LoadMethod load) {}

    /**
     * Loads what one layer needs.
     *
     * @param layer what the names of its attributes begin with
     */
    default void loadLayer(LoadMethod load, String layer, LayerNames names, int index) {}

    /**
     * The lines that return {@code places}.
     *
     * <p>In scope: {@code pos}, the position ids of all tokens, and {@code n}, the number of tokens of the longest text.
     */
    default List<String> places() {
        return List.of("return annotate(List[Tensor], [])");
    }

    /**
     * The expression of a layer's relation, a list of tensors made from {@code places}.
     *
     * @param layer what the names of its attributes begin with
     */
    default String relation(String layer, int index) {
        return "places";
    }

    /**
     * The expression that puts positions into queries and keys.
     *
     * @param rows the expression of one row a token: queries, keys and values, or keys and values
     * @param parts 3 or 2, accordingly
     */
    default String turned(String rows, int parts, int index) {
        return rows;
    }

    /**
     * The lines that return what is added to the scores before the softmax, {@code [1 or b, 1 or heads, m, n]}, or nothing.
     *
     * <p>In scope: {@code q} {@code [b, heads, m, size]} of the first {@code m} tokens, {@code k} {@code [b, heads, n, size]},
     * the layer's {@code relation}, and {@code pad}, the mask of a padded batch or nothing. By default the first tensor of the
     * relation is added, where it has one.
     */
    default List<String> bias() {
        return List.of(
                "if torch.len(relation) == 0:",
                "  return pad",
                "near = torch.narrow(torch.narrow(relation[0], 2, 0, torch.size(q, 2)), 3, 0, torch.size(k, 2))",
                "return self.with_padding(near, pad)");
    }

    /** Factor of the product of query and key. */
    default double scale(int headSize) {
        return 1 / Math.sqrt(headSize);
    }

    /** Adds the methods that these pieces call. */
    default void write(ScriptModule module) {}
}
