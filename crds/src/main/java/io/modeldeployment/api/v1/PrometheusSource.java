package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A query that Prometheus, or what speaks its HTTP API, answers with one number. */
public record PrometheusSource(
        @JsonPropertyDescription(
                "Where Prometheus answers, for example http://prometheus.monitoring:9090. The operator "
                        + "asks it without a login and follows no redirect.")
        @Required
        @Size(min = 10, max = 500)
        @ValidationRule(value = Rules.URL, message = Rules.URL_MESSAGE)
        String url,

        @JsonPropertyDescription(
                "PromQL whose result is a scalar or has one series. {{candidate}} and {{stable}} stand "
                        + "for the hashes of the revisions, {{name}} and {{namespace}} for those of the ModelDeployment.")
        @Required
        @Size(min = 1, max = 2000)
        @ValidationRule(value = Rules.PLACEHOLDERS, message = Rules.PLACEHOLDERS_MESSAGE)
        String query) {}
