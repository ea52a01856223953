package io.modeldeployment.server.batch;

import io.modeldeployment.server.backend.TokenIds;
import java.util.ArrayList;
import java.util.List;

/**
 * One text to be computed once, for all requests under way that ask for it.
 *
 * <p>Guarded by the batcher's lock, but for {@link #text()}.
 */
final class Computation {
    private final TokenIds text;
    private final List<Job.Slot> wanted = new ArrayList<>(1);
    private boolean taken;

    Computation(TokenIds text) {
        this.text = text;
    }

    TokenIds text() {
        return text;
    }

    /** Whether a worker has it. */
    boolean isTaken() {
        return taken;
    }

    /** One more place wants the result. */
    void join(Job.Slot slot) {
        wanted.add(slot);
    }

    /**
     * A job gives it up.
     *
     * @return whether nobody wants it any more
     */
    boolean leave(Job job) {
        wanted.removeIf(slot -> slot.job() == job);
        return wanted.isEmpty();
    }

    /** A worker takes it. */
    void take(long now) {
        taken = true;
        wanted.forEach(slot -> slot.job().onTaken(now));
    }

    /** The places that want the result. */
    List<Job.Slot> wanted() {
        return List.copyOf(wanted);
    }
}
