package io.modeldeployment.server.train;

/**
 * A trained {@code BertForSequenceClassification} head: logits = classifier · tanh(pooler · cls + b) + b.
 *
 * @param hiddenSize width of the encoder's hidden states
 * @param poolerWeight {@code [hidden, hidden]}, row by row
 * @param poolerBias {@code [hidden]}
 * @param classifierWeight {@code [labels, hidden]}, row by row
 * @param classifierBias {@code [labels]}
 */
record HeadWeights(
        int hiddenSize, float[] poolerWeight, float[] poolerBias, float[] classifierWeight, float[] classifierBias) {
    /** {@return a head that answers nothing, for the encoder alone} */
    static HeadWeights untrained(int hiddenSize) {
        int labels = MailLabel.values().length;
        return new HeadWeights(
                hiddenSize,
                new float[hiddenSize * hiddenSize],
                new float[hiddenSize],
                new float[labels * hiddenSize],
                new float[labels]);
    }
}
