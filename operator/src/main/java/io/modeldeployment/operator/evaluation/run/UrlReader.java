package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.http.BoundedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;

/** Gets a golden set by HTTP: bounded in size and time, not redirected, and not from the operator's own machine. */
final class UrlReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BoundedHttp http;
    private final Predicate<InetAddress> allowed;

    UrlReader(HttpClient client, Predicate<InetAddress> allowed) {
        this.http = new BoundedHttp(client, GoldenSet.MOST_BYTES);
        this.allowed = allowed;
    }

    byte[] read(String url, Deadline deadline) throws UnmeasurableException, InterruptedException {
        URI uri = uri(url);
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (!allowed.test(address)) {
                    throw new UnmeasurableException(
                            "%s is an address of the operator's own machine: serve the golden set elsewhere"
                                    .formatted(uri.getHost()));
                }
            }
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(uri).GET(), BodyHandlers.ofByteArray(), deadline.atMost(TIMEOUT));
            return switch (answer.statusCode()) {
                case 200 -> answer.body();
                case 301, 302, 303, 307, 308 ->
                    throw new UnmeasurableException("the golden set's URL answered %d: write the URL it redirects to"
                            .formatted(answer.statusCode()));
                default ->
                    throw new UnmeasurableException(
                            "the golden set's URL answered %d: it has to be readable without a login"
                                    .formatted(answer.statusCode()));
            };
        } catch (UnknownHostException e) {
            throw new UnmeasurableException(
                    "the host %s of the golden set is not known: check the URL".formatted(uri.getHost()));
        } catch (IOException e) {
            throw new UnmeasurableException(
                    "the golden set could not be got from %s: %s; write a URL that answers within %d s with at most %d MiB"
                            .formatted(
                                    uri.getHost(),
                                    BoundedHttp.words(e),
                                    TIMEOUT.toSeconds(),
                                    GoldenSet.MOST_BYTES >> 20));
        }
    }

    private static URI uri(String url) throws UnmeasurableException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UnmeasurableException(
                "spec.evaluation.goldenSet.url is no URL: write one such as https://data.example.com/spam.jsonl");
    }
}
