package io.modeldeployment.operator.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What {@code /api/v1/query} of Prometheus' HTTP API answers, as one number. */
final class PrometheusAnswer {
    private static final int MESSAGE_LENGTH = 300;

    private PrometheusAnswer() {}

    static Reading read(int status, JsonNode body) {
        if (status != 200 || !"success".equals(body.path("status").asText())) {
            String error = body.path("error").asText("");
            return new Reading.None("Prometheus answered %d%s"
                    .formatted(
                            status,
                            error.isEmpty()
                                    ? ": is it Prometheus' URL, and readable without a login?"
                                    : ": " + shortened(error)));
        }
        JsonNode data = body.path("data");
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "scalar" -> number(result);
            case "vector" -> vector(result);
            default ->
                new Reading.None("the query gives a %s: write one that gives a scalar or an instant vector"
                        .formatted(shortened(data.path("resultType").asText("result without a type"))));
        };
    }

    private static Reading vector(JsonNode series) {
        return switch (series.size()) {
            case 0 -> new Reading.None("no data: the query's result is empty");
            case 1 -> number(series.path(0).path("value"));
            default ->
                new Reading.None("the query gives %d series: make one of them, for example with sum(…)"
                        .formatted(series.size()));
        };
    }

    /** A time and a value. */
    private static Reading number(JsonNode sample) {
        return JsonNumber.read(sample.path(1)).orElseGet(() -> new Reading.None("the query's result is no number"));
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return Optional.of(line)
                .filter(words -> words.length() <= MESSAGE_LENGTH)
                .orElseGet(() -> line.substring(0, MESSAGE_LENGTH) + "…");
    }
}
