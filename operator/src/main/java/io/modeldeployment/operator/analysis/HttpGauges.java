package io.modeldeployment.operator.analysis;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeldeployment.operator.http.BoundedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Asks Prometheus and other addresses: bounded in size and time, not redirected, and not the operator's own machine. */
public final class HttpGauges implements Gauges {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BoundedHttp http = new BoundedHttp(BoundedHttp.newClient(), MOST_BYTES);
    private final Predicate<InetAddress> allowed;

    /** @param allowed addresses that may be asked */
    public HttpGauges(Predicate<InetAddress> allowed) {
        this.allowed = allowed;
    }

    @Override
    public Reading read(Check.Remote source, Placeholders placeholders) throws InterruptedException {
        return switch (source) {
            case Check.Source.Prometheus(String url, String query) ->
                prometheus(placeholders.fill(url), placeholders.fill(query));
            case Check.Source.Web(String url, String pointer) -> web(placeholders.fill(url), pointer);
        };
    }

    private Reading prometheus(String url, String query) throws InterruptedException {
        String question =
                url.replaceAll("/+$", "") + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        try {
            HttpResponse<String> answer = get(question);
            return PrometheusAnswer.read(answer.statusCode(), json(answer.body()));
        } catch (IOException e) {
            return new Reading.None(
                    "Prometheus at %s was not asked or gave no answer: %s".formatted(url, BoundedHttp.words(e)));
        }
    }

    private Reading web(String url, String pointer) throws InterruptedException {
        try {
            HttpResponse<String> answer = get(url);
            if (answer.statusCode() != 200) {
                return new Reading.None("%s answered %d: it has to answer 200, without a login or a redirect"
                        .formatted(url, answer.statusCode()));
            }
            JsonNode body = json(answer.body());
            if (body.isMissingNode()) {
                return new Reading.None(url + " answered something that is not JSON");
            }
            return JsonNumber.read(body.at(JsonPointer.compile(pointer)))
                    .orElseGet(() ->
                            new Reading.None("%s answered JSON that has no number at '%s'".formatted(url, pointer)));
        } catch (IOException e) {
            return new Reading.None("%s was not asked or gave no answer: %s".formatted(url, BoundedHttp.words(e)));
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        URI uri = uri(url);
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (!allowed.test(address)) {
                    throw new IOException(uri.getHost() + " is an address of the operator's own machine");
                }
            }
        } catch (UnknownHostException e) {
            throw new IOException("the host " + uri.getHost() + " is not known", e);
        }
        var request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").GET();
        return http.send(request, HttpResponse.BodyHandlers.ofString(), TIMEOUT);
    }

    private static URI uri(String url) throws IOException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IOException("it is no http or https URL");
    }

    private static JsonNode json(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? JSON.missingNode() : node;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
