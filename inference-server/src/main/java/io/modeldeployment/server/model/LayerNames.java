package io.modeldeployment.server.model;

import java.util.Optional;

/**
 * The names that one family's checkpoints give to the modules of an encoder layer.
 *
 * @param query makes the queries
 * @param key makes the keys
 * @param value makes the values
 * @param attended follows the attention
 * @param attentionNorm the norm after the attention, or before it in a pre-norm layer, whose first one may have none
 * @param up widens in the feed-forward part
 * @param down narrows again
 * @param outputNorm the norm after the feed-forward part, or before it in a pre-norm layer
 */
record LayerNames(
        LinearName query,
        LinearName key,
        LinearName value,
        LinearName attended,
        Optional<NormName> attentionNorm,
        LinearName up,
        LinearName down,
        NormName outputNorm) {}
