package io.modeldeployment.server.model;

import java.util.Optional;

/**
 * The names that one family's checkpoints give to what turns token ids into the first hidden states.
 *
 * @param words the table of the vocabulary
 * @param positions the table of absolute positions, where the family adds them
 * @param types the table of token types, where the family adds them
 * @param norm the norm of the sum
 */
record EmbeddingNames(String words, Optional<String> positions, Optional<String> types, NormName norm) {}
