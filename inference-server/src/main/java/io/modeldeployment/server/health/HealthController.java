package io.modeldeployment.server.health;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.management.ManagementEndpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers Kubernetes' probes, and the one health path of the server this one replaces. */
@RestController
@ManagementEndpoint(alsoForClients = true)
class HealthController {
    private static final String PROBE_TEXT = "ready?";

    private final ServerState state;
    private final ForwardHealth forward;
    private final ModelSlot model;

    HealthController(ServerState state, ForwardHealth forward, ModelSlot model) {
        this.state = state;
        this.forward = forward;
        this.model = model;
    }

    /**
     * A health answer.
     *
     * @param status healthy, starting, unhealthy or draining
     * @param model the model's name, null while it loads
     * @param revision its revision, null while it loads
     * @param reason why it is not healthy, null where it is
     */
    record Health(
            String status,
            @Nullable String model,
            @Nullable String revision,
            @Nullable String reason) {}

    /** Whether requests are answered well: 200, or 503 with the reason. */
    @GetMapping({"/health", "/health/ready"})
    ResponseEntity<Health> ready() {
        return switch (state.stage()) {
            case ServerState.Stage.Starting(String doing) -> answer("starting", doing);
            case ServerState.Stage.Draining _ -> answer("draining", "the server is going down");
            case ServerState.Stage.Ready _ ->
                forward.problem(this::askModel)
                        .map(problem -> answer("unhealthy", problem))
                        .orElseGet(() -> answer("healthy", null));
        };
    }

    /** Whether the process works at all; says nothing of the model, so that a slow load is no reason to restart. */
    @GetMapping("/health/live")
    Health live() {
        return new Health("alive", null, null, null);
    }

    private void askModel() throws InterruptedException {
        ServedModel served = model.require().model();
        TokenIds tokens =
                served.tokenizer().encode(PROBE_TEXT, Integer.MAX_VALUE).tokens();
        served.batcher().compute(List.of(tokens));
    }

    private ResponseEntity<Health> answer(String status, @Nullable String reason) {
        Optional<ServedModel> served = model.find().map(service -> service.model());
        Health health = new Health(
                status,
                served.map(ServedModel::name).orElse(null),
                served.map(ServedModel::revision).orElse(null),
                reason);
        return ResponseEntity.status(reason == null ? 200 : 503).body(health);
    }
}
