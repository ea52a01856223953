package io.modeldeployment.server.web;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that the bodies of all requests under way take together: each is held until its request is answered, and
 * there may be as many requests as connections.
 */
final class BodyBudget {
    private static final int CHUNK = 16 * 1024;

    private final Semaphore chunks;

    /** @param bytes of bodies that may be held at one time, rounded up to 16 KiB */
    BodyBudget(long bytes) {
        this.chunks = new Semaphore(Math.toIntExact(Math.ceilDiv(bytes, CHUNK)));
    }

    /** A budget in proportion to the heap, which also holds the parsed texts. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Opens the account of one request. */
    Account open() {
        return new Account();
    }

    /** What one request holds; used by one thread. */
    final class Account implements AutoCloseable {
        private int held;

        private Account() {}

        /**
         * Takes what a body of so many bytes needs.
         *
         * @throws ExhaustedException when all bodies together would take too much
         */
        void holdUpTo(long bytes) throws ExhaustedException {
            int wanted = Math.toIntExact(Math.ceilDiv(bytes, CHUNK)) - held;
            if (wanted > 0) {
                if (!chunks.tryAcquire(wanted)) {
                    throw new ExhaustedException();
                }
                held += wanted;
            }
        }

        @Override
        public void close() {
            chunks.release(held);
            held = 0;
        }
    }

    /** Says that there is no memory for another body at the moment. */
    static final class ExhaustedException extends IOException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("too many bytes of requests are under way");
        }
    }
}
