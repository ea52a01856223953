package io.modeldeployment.server.web.docs;

import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.web.BodyLimits;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Describes the interface to programs. The document is made anew for each request, since hardly anybody asks. */
@RestController
class ApiDocsController {
    private final ModelSlot model;
    private final BodyLimits bodies;

    ApiDocsController(ModelSlot model, BodyLimits bodies) {
        this.model = model;
        this.bodies = bodies;
    }

    /** The OpenAPI 3.1 document as JSON. */
    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() {
        return document().json().getBytes(StandardCharsets.UTF_8);
    }

    /** The OpenAPI 3.1 document as YAML. */
    @GetMapping(path = "/v3/api-docs.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    byte[] yaml() {
        return document().yaml().getBytes(StandardCharsets.UTF_8);
    }

    private ApiDocument document() {
        return ApiDocument.of(model.require(), bodies);
    }
}
