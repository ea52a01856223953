package io.modeldeployment.server.inference;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the HTTP side finds the model: empty until it is loaded, so that the server can answer probes meanwhile. */
public final class ModelSlot {
    private final AtomicReference<@Nullable InferenceService> service = new AtomicReference<>();

    /** Puts the loaded model in. */
    public void fill(InferenceService loaded) {
        service.set(loaded);
    }

    /**
     * The model.
     *
     * @throws ModelNotReadyException while it is still loading
     */
    public InferenceService require() {
        return find().orElseThrow(ModelNotReadyException::new);
    }

    /** The model, where it is loaded. */
    public Optional<InferenceService> find() {
        return Optional.ofNullable(service.get());
    }
}
