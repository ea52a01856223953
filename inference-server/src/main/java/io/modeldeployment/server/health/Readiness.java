package io.modeldeployment.server.health;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether requests are answered well at this moment; every protocol's probe asks here. */
public final class Readiness {
    private static final String PROBE_TEXT = "ready?";

    private final ServerState state;
    private final ForwardHealth forward;
    private final ModelSlot model;

    Readiness(ServerState state, ForwardHealth forward, ModelSlot model) {
        this.state = state;
        this.forward = forward;
        this.model = model;
    }

    /**
     * What was found.
     *
     * @param status healthy, starting, unhealthy or draining
     * @param reason why it is not healthy, null where it is
     */
    public record Verdict(String status, @Nullable String reason) {
        /** Whether requests are answered well. */
        public boolean ready() {
            return reason == null;
        }
    }

    /** Looks; after a failure of the engine this asks the model again. */
    public Verdict look() {
        return switch (state.stage()) {
            case ServerState.Stage.Starting(String doing) -> new Verdict("starting", doing);
            case ServerState.Stage.Draining _ -> new Verdict("draining", "the server is going down");
            case ServerState.Stage.Ready _ -> {
                Optional<String> problem = forward.problem(this::askModel);
                yield new Verdict(problem.isEmpty() ? "healthy" : "unhealthy", problem.orElse(null));
            }
        };
    }

    private void askModel() throws InterruptedException {
        ServedModel served = model.require().model();
        TokenIds tokens =
                served.tokenizer().encode(PROBE_TEXT, Integer.MAX_VALUE).tokens();
        served.batcher().compute(List.of(tokens));
    }
}
