package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.BatchRider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told how one request goes, so that it can be measured, logged and traced without the way of the request knowing how.
 *
 * <p>Called on the request's thread, in the order of the methods; a request that is refused early skips what it never got to.
 */
public interface RequestListener {
    /** Hears nothing. */
    RequestListener NONE = new RequestListener() {};

    /** The request was turned away before the model was asked. */
    default void onRefused(RequestStatus status) {}

    /** The inputs are fit to be answered, each cut to so many tokens; next they are looked up in the cache. */
    default void onInputs(List<ModelInput> inputs, int maxTokens) {}

    /** The texts that the cache did not have were tokenized, just now, in that time; next they wait for a worker. */
    default void onTokenized(Tokenized tokenized, Duration took) {}

    /** The request was answered after that time. */
    default void onAnswers(List<Answer> answers, Duration took) {}

    /** The request failed after that time. */
    default void onFailed(Throwable failure, Duration took) {}

    /**
     * The HTTP answer is complete.
     *
     * @param status its code
     * @param route the path's pattern, as {@code /predict}; null where nothing is served there
     */
    default void onResponse(int status, @Nullable String route) {}

    /** What goes through the batcher with the request's texts. */
    default BatchRider rider() {
        return BatchRider.NONE;
    }

    /** The id of the trace that the request is part of, or an empty string where it is not traced. */
    default String traceId() {
        return "";
    }

    /** Tells both, the first one first; the first one that has a rider or a trace says which. */
    static RequestListener both(RequestListener first, RequestListener second) {
        if (second == NONE) {
            return first;
        }
        return first == NONE ? second : new BothRequestListeners(first, second);
    }
}
