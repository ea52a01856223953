package io.modeldeployment.server.inference;

import java.util.Locale;

/** Why the server failed: the label {@code reason} of {@code model_prediction_failures_total}. */
enum FailureReason {
    /** A forward pass failed. */
    ENGINE,
    /** A forward pass put out NaN or infinity. */
    NOT_FINITE,
    /** A request waited for longer than the queue's timeout. */
    QUEUE_TIMEOUT,
    /** The workers had ended already. */
    GOING_DOWN,
    /** Anything else: a fault of the server's own. */
    INTERNAL;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
