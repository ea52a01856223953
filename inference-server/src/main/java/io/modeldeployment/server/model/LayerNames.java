package io.modeldeployment.server.model;

/** The names that one family's checkpoints give to the modules of an encoder layer. */
record LayerNames(
        String query,
        String key,
        String value,
        String attentionOutput,
        String attentionNorm,
        String intermediate,
        String output,
        String outputNorm) {}
