package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.Caller;

/**
 * What belongs to the HTTP request that the current thread works for, and would else be handed through every method.
 *
 * @param requestId names the request in answers, logs and traces; empty outside a request
 * @param path the request's path, without its query; empty outside a request
 * @param listener is told how the request goes
 * @param synthetic whether it is a question of the operator, not of a user: it is answered alike and counted apart
 * @param caller knows whether the request's client still waits
 */
public record RequestContext(
        String requestId, String path, RequestListener listener, boolean synthetic, Caller caller) {
    /** The header, with the value {@code true}, by which a caller says that its request is synthetic. */
    public static final String SYNTHETIC_HEADER = "X-Synthetic-Request";

    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();
    private static final RequestContext NONE = new RequestContext("", "", RequestListener.NONE, false, Caller.PATIENT);

    /** The context of the current thread; one without id and listener outside a request. */
    public static RequestContext current() {
        return CURRENT.orElse(NONE);
    }

    /** Does the work within this context. */
    public <X extends Throwable> void run(Work<X> work) throws X {
        ScopedValue.where(CURRENT, this).<Boolean, X>call(() -> {
            work.run();
            return true;
        });
    }

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work<X extends Throwable> {
        /** Does it. */
        void run() throws X;
    }
}
