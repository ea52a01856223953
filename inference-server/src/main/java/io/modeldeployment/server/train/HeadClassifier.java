package io.modeldeployment.server.train;

import java.util.List;

/** Computes a head's answers in plain Java, so that what is written to disk is what was measured. */
final class HeadClassifier {
    private final HeadWeights weights;

    /** @param weights the head */
    HeadClassifier(HeadWeights weights) {
        this.weights = weights;
    }

    /** {@return the label with the highest logit for each feature vector} */
    List<MailLabel> classify(List<float[]> features) {
        return features.stream().map(this::classify).toList();
    }

    private MailLabel classify(float[] cls) {
        float[] logits = logits(cls);
        return logits[MailLabel.SPAM.ordinal()] > logits[MailLabel.HAM.ordinal()] ? MailLabel.SPAM : MailLabel.HAM;
    }

    /** {@return one logit for each label, for the encoder's hidden state of a first token} */
    float[] logits(float[] cls) {
        float[] pooled = dense(weights.poolerWeight(), weights.poolerBias(), cls);
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = (float) Math.tanh(pooled[i]);
        }
        return dense(weights.classifierWeight(), weights.classifierBias(), pooled);
    }

    private static float[] dense(float[] weight, float[] bias, float[] in) {
        float[] out = bias.clone();
        for (int row = 0; row < out.length; row++) {
            for (int column = 0; column < in.length; column++) {
                out[row] += weight[row * in.length + column] * in[column];
            }
        }
        return out;
    }
}
