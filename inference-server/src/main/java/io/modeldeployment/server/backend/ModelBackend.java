package io.modeldeployment.server.backend;

import java.util.List;

/** Computes a model on token ids: the one door between the server and an engine. Safe for use by several threads. */
public interface ModelBackend extends AutoCloseable {
    /**
     * Runs the model once.
     *
     * @param texts the batch, at least one text, none longer than the model's limit
     * @return for each text, in the order given, {@link #outputSize()} numbers: logits, or the embedding
     * @throws BackendException when the engine fails; the backend stays usable
     */
    List<float[]> forward(List<TokenIds> texts);

    /** Numbers a text. */
    int outputSize();

    /** Bytes of its weights as it keeps them. */
    long weightBytes();

    /** Where it computes, for logs and answers: {@code cpu} or {@code cuda:0}. */
    String device();

    /** Frees the model's memory. No {@link #forward} may be running or follow. */
    @Override
    void close();
}
