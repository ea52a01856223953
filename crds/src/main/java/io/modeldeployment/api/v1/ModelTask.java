package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model answers. */
public enum ModelTask {
    /** Labels with scores. */
    @JsonProperty("TextClassification")
    TEXT_CLASSIFICATION,
    /** One vector for a text. */
    @JsonProperty("Embedding")
    EMBEDDING
}
