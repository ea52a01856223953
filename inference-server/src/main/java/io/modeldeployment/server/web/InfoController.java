package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.ModelSlot;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is served. */
@RestController
class InfoController {
    private final ModelSlot model;
    private final BodyLimits bodies;

    InfoController(ModelSlot model, BodyLimits bodies) {
        this.model = model;
        this.bodies = bodies;
    }

    /** Tells what is served. */
    @GetMapping(path = "/info", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelInfo info() {
        return ModelInfo.of(model.require(), bodies);
    }
}
