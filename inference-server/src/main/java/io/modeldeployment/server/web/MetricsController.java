package io.modeldeployment.server.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.server.management.ManagementEndpoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the metrics in Prometheus' text format. */
@RestController
@ManagementEndpoint(alsoForClients = true)
class MetricsController {
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** All metrics at this moment. */
    @GetMapping(path = "/metrics", produces = TEXT_FORMAT)
    String metrics() {
        return registry.scrape(TEXT_FORMAT);
    }
}
