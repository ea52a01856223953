package io.modeldeployment.server.train;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Pooling;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import io.modeldeployment.server.text.TextTokenizer;

/** The encoder as the server runs it, giving the hidden state of the first token, which a BERT head starts from. */
final class FrozenEncoder implements AutoCloseable {
    private final TextTokenizer tokenizer;
    private final ModelBackend backend;
    private final int maxLength;

    private FrozenEncoder(TextTokenizer tokenizer, ModelBackend backend, int maxLength) {
        this.tokenizer = tokenizer;
        this.backend = backend;
        this.maxLength = maxLength;
    }

    /**
     * Loads tokenizer and encoder.
     *
     * @param directory the encoder's directory
     * @param maxLength the most tokens of a text, special tokens included
     * @return the encoder
     * @throws io.modeldeployment.server.model.ModelFormatException where a file of the directory is wrong
     */
    static FrozenEncoder open(ModelDirectory directory, int maxLength) {
        TextTokenizer tokenizer = HuggingFaceTextTokenizer.open(directory.tokenizer(), directory.truncateLeft());
        try (Weights weights = Weights.open(directory.path())) {
            Head firstToken = new Head.Embedding(Pooling.CLS, false);
            ModelBackend backend = new DjlBackendLoader(DeviceChoice.AUTO, BatchLayout.PACKED)
                    .load(directory.config(), weights, firstToken);
            return new FrozenEncoder(tokenizer, backend, maxLength);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** {@return the text's tokens, cut to the limit} */
    TokenIds tokenize(String text) {
        return tokenizer.encode(text, maxLength).tokens();
    }

    /** {@return what computes the hidden state of the first token} */
    ModelBackend backend() {
        return backend;
    }

    @Override
    public void close() {
        backend.close();
        tokenizer.close();
    }
}
