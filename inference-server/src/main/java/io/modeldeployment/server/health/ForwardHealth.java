package io.modeldeployment.server.health;

import io.modeldeployment.server.batch.BatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers whether the last real forward pass went well, and asks the model again where it did not. */
public final class ForwardHealth implements BatchListener {
    private final AtomicReference<@Nullable String> lastFailure = new AtomicReference<>();

    /** One small real forward pass. */
    public interface Probe {
        /** Runs it; anything thrown means that the model cannot answer. */
        void run() throws InterruptedException;
    }

    @Override
    public void onForward(int texts, int tokens, Duration took) {
        lastFailure.set(null);
    }

    @Override
    public void onForwardFailed(RuntimeException failure) {
        String message = failure.getMessage();
        lastFailure.set(message == null ? "the engine failed" : message);
    }

    /**
     * Why the model cannot answer, or empty where it can. After a failure the model is asked again, so that one bad batch does
     * not take the server out for good.
     */
    public Optional<String> problem(Probe probe) {
        String failure = lastFailure.get();
        if (failure == null) {
            return Optional.empty();
        }
        try {
            probe.run();
            lastFailure.set(null);
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(failure);
        } catch (RuntimeException _) {
            return Optional.of(failure);
        }
    }
}
