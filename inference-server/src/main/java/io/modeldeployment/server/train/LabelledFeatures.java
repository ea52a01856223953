package io.modeldeployment.server.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Mails as the head sees them: the encoder's hidden state of the first token, and the label.
 *
 * @param features {@code [mails][hidden size]}
 * @param labels one for each mail
 */
record LabelledFeatures(List<float[]> features, List<MailLabel> labels) {
    LabelledFeatures {
        if (features.size() != labels.size()) {
            throw new IllegalArgumentException(features.size() + " features but " + labels.size() + " labels");
        }
    }

    /**
     * The features of some mails.
     *
     * @param mails the mails, each with features
     * @param byFingerprint features by the mails' fingerprints
     * @return features and labels in the mails' order
     */
    static LabelledFeatures of(List<Mail> mails, Map<String, float[]> byFingerprint) {
        List<float[]> features = new ArrayList<>();
        for (Mail mail : mails) {
            float[] feature = byFingerprint.get(mail.fingerprint());
            if (feature == null) {
                throw new IllegalStateException("no features for the mail " + mail.fingerprint());
            }
            features.add(feature);
        }
        return new LabelledFeatures(features, mails.stream().map(Mail::label).toList());
    }

    int size() {
        return labels.size();
    }

    /** {@return the first so many of them} */
    LabelledFeatures head(int count) {
        return new LabelledFeatures(features.subList(0, count), labels.subList(0, count));
    }

    /** {@return all but the first so many of them} */
    LabelledFeatures tail(int count) {
        return new LabelledFeatures(features.subList(count, size()), labels.subList(count, size()));
    }
}
