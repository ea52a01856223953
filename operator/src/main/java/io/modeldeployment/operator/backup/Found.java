package io.modeldeployment.operator.backup;

/** What there is to back up. */
public sealed interface Found {
    /** A model on a claim. */
    record Model(Source source) implements Found {}

    /** Nothing yet, and that may change. */
    record NotYet(String message) implements Found {}

    /** Nothing that needs a backup. */
    record Nothing(String reason, String message) implements Found {}
}
