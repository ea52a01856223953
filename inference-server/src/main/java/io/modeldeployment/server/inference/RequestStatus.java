package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.CallerGoneException;
import io.modeldeployment.server.batch.QueueFullException;
import java.util.Locale;

/** How a request ended: the label {@code status} of metrics, the field {@code status} of logs. */
public enum RequestStatus {
    /** It was answered. */
    SUCCESS,
    /** The server failed on it, or it waited too long. */
    ERROR,
    /** The queue had no room for it. */
    REJECTED,
    /** It was wrong, and its sender was told what to change. */
    INVALID,
    /** Its sender sent more than it may. */
    RATE_LIMITED,
    /** Its sender went away before the answer. */
    CANCELLED;

    /** The status of a request that failed so. */
    public static RequestStatus of(Throwable failure) {
        return switch (failure) {
            case InvalidInputException _ -> INVALID;
            case QueueFullException _ -> REJECTED;
            case CallerGoneException _ -> CANCELLED;
            case InterruptedException _ -> CANCELLED;
            default -> ERROR;
        };
    }

    /** As labels and fields write it: {@code rate_limited}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
