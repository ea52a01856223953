package io.modeldeployment.operator.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests that end: the client's own timeout is over when the headers are there, however slowly the body drips.
 *
 * @param mostBytes largest body that is read
 */
public record BoundedHttp(HttpClient client, long mostBytes) {
    /** A client for pods and URLs that follows nobody anywhere. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    /** The whole answer within {@code timeout}. */
    public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body, Duration timeout)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.limiting(body, mostBytes));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within %d ms".formatted(timeout.toMillis()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** What went wrong, for a person. */
    public static String words(IOException problem) {
        return switch (problem) {
            case HttpTimeoutException timeout -> String.valueOf(timeout.getMessage());
            case ConnectException _ -> "no connection";
            case IOException large
            when String.valueOf(large.getMessage()).contains("exceeds capacity") -> "it is too large";
            default -> problem.getMessage() == null ? "no connection" : problem.getMessage();
        };
    }
}
