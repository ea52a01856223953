package io.modeldeployment.server.model;

import java.util.List;

/** What an encoder layer does besides attention. Rows are computed apart from each other: any of them may be left out. */
sealed interface Block permits PostNormBlock, GatedPreNormBlock {
    /**
     * Loads the layer's weights but those of queries, keys and values.
     *
     * @param layer what the names of its attributes begin with
     */
    void load(LoadMethod load, String layer, LayerNames names);

    /** The expression from which queries, keys and values of the hidden states {@code h} are made. */
    String attentionInput(String layer, LayerNames names, String h);

    /** The lines that return the layer's output for the hidden states {@code h} and what they attended to, {@code c}. */
    List<String> output(String layer);
}
