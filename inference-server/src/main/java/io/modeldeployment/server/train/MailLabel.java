package io.modeldeployment.server.train;

import java.util.Locale;

/** The two classes of mail, in the order of the classifier's outputs: the ordinal is the id in {@code id2label}. */
public enum MailLabel {
    HAM,
    SPAM;

    /** {@return the label as models and people write it: {@code ham} or {@code spam}} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
