package io.modeldeployment.server.health;

import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.management.ManagementEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers Kubernetes' probes, and the one health path of the server this one replaces. */
@RestController
@ManagementEndpoint(alsoForClients = true)
class HealthController {
    private final Readiness readiness;
    private final ModelSlot model;

    HealthController(Readiness readiness, ModelSlot model) {
        this.readiness = readiness;
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
        Readiness.Verdict verdict = readiness.look();
        Optional<ServedModel> served = model.find().map(service -> service.model());
        Health health = new Health(
                verdict.status(),
                served.map(ServedModel::name).orElse(null),
                served.map(ServedModel::revision).orElse(null),
                verdict.reason());
        return ResponseEntity.status(verdict.ready() ? 200 : 503).body(health);
    }

    /** Whether the process works at all; says nothing of the model, so that a slow load is no reason to restart. */
    @GetMapping("/health/live")
    Health live() {
        return new Health("alive", null, null, null);
    }
}
