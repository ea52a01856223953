package io.modeldeployment.server.model;

/** How the hidden states of a text's tokens become one vector. */
public enum Pooling {
    /** The mean over all tokens, special tokens included. */
    MEAN,
    /** The hidden state of the first token. */
    CLS
}
