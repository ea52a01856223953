package io.modeldeployment.server.inference;

import io.modeldeployment.server.model.Head;

/** What a model is good for, and so which endpoints it can answer. */
public enum ModelKind {
    /** Two labels or more: their scores. */
    CLASSIFIER("a classifier", "POST /predict"),
    /** One number for a pair of texts: how well they fit. */
    RERANKER("a re-ranker (one output)", "POST /rerank"),
    /** One vector a text. */
    EMBEDDER("an embedding model", "POST /embed or POST /v1/embeddings");

    private final String description;
    private final String endpoint;

    ModelKind(String description, String endpoint) {
        this.description = description;
        this.endpoint = endpoint;
    }

    /** The kind of that model. */
    static ModelKind of(ServedModel model) {
        return switch (model.head()) {
            case Head.Embedding _ -> EMBEDDER;
            case Head.Classifier _ -> model.outputSize() == 1 ? RERANKER : CLASSIFIER;
        };
    }

    /**
     * Insists on another kind.
     *
     * @param wanted what the endpoint needs
     * @throws InvalidInputException when this is not it; says which endpoint to use instead
     */
    public void require(ModelKind wanted) {
        if (this != wanted) {
            throw new InvalidInputException("This needs %s, and the model here is %s: use %s."
                    .formatted(wanted.description, description, endpoint));
        }
    }
}
