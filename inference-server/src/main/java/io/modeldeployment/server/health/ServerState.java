package io.modeldeployment.server.health;

import java.util.concurrent.atomic.AtomicReference;

/** The one place that knows how far the server is in its life. Safe for use by several threads. */
public final class ServerState {
    /** A stage of the server's life. */
    public sealed interface Stage {
        /**
         * Not ready yet.
         *
         * @param doing what it is busy with, as a clause
         */
        record Starting(String doing) implements Stage {}

        /** Ready to answer. */
        record Ready() implements Stage {}

        /** Going down: still answering, but not to be sent anything new. */
        record Draining() implements Stage {}
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(new Stage.Starting("the model is loading"));

    /** The stage at this moment. */
    public Stage stage() {
        return stage.get();
    }

    /** The server got to another step of its start. */
    public void starting(String doing) {
        stage.updateAndGet(now -> now instanceof Stage.Starting ? new Stage.Starting(doing) : now);
    }

    /** The server is ready, unless it is going down already. */
    public void ready() {
        stage.updateAndGet(now -> now instanceof Stage.Starting ? new Stage.Ready() : now);
    }

    /** The server is going down; there is no way back. */
    public void draining() {
        stage.set(new Stage.Draining());
    }

    /** Whether the server is going down. */
    public boolean isDraining() {
        return stage() instanceof Stage.Draining;
    }
}
