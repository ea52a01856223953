package io.modeldeployment.e2e.load;

import io.modeldeployment.e2e.load.Call.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Keeps calling a Service at a steady rate, so that a test can say what the users of a rollout saw.
 *
 * <p>On a new connection it never tries again: what failed once is counted as failed. On a kept one that the server closed
 * just as the request was sent, so that not a byte of an answer came, it sends the request once more, as every client of
 * kept connections must (RFC 9112, 9.3.1: closing is asynchronous; a prediction may safely be repeated), and counts that. When {@value #MAX_IN_FLIGHT} requests wait for
 * their answers, the next one waits too.
 */
public final class LoadClient implements AutoCloseable {
    private static final int MAX_IN_FLIGHT = 256;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER_TIMEOUT = Timeout.ofSeconds(10);

    private final LoadPlan plan;
    private final CloseableHttpClient http;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load").factory());
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    private LoadClient(LoadPlan plan) {
        this.plan = plan;
        this.http = client(plan.connections());
    }

    /** Starts calling; {@link #stop} ends it. */
    public static LoadClient start(LoadPlan plan) {
        var client = new LoadClient(plan);
        long period = TimeUnit.SECONDS.toNanos(1) / plan.requestsPerSecond();
        var _ = client.pace.scheduleAtFixedRate(client::begin, 0, period, TimeUnit.NANOSECONDS);
        return client;
    }

    private static CloseableHttpClient client(Connections connections) {
        var manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MAX_IN_FLIGHT)
                .setMaxConnPerRoute(MAX_IN_FLIGHT)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setSocketTimeout(ANSWER_TIMEOUT)
                        .build())
                .build();
        var builder = HttpClients.custom().setConnectionManager(manager).disableAutomaticRetries();
        if (connections == Connections.NEW) {
            builder.setConnectionReuseStrategy((request, response, context) -> false);
        }
        return builder.build();
    }

    private void begin() {
        inFlight.acquireUninterruptibly();
        long number = sent.getAndIncrement();
        senders.execute(() -> {
            try {
                calls.add(send(plan.bodies().get((int) (number % plan.bodies().size()))));
            } finally {
                inFlight.release();
            }
        });
    }

    private Call send(String body) {
        Instant sentAt = Instant.now();
        long begun = System.nanoTime();
        boolean repeated = false;
        Outcome outcome;
        try {
            outcome = post(body);
        } catch (NoHttpResponseException e) {
            repeated = plan.connections() == Connections.KEPT;
            outcome = repeated ? postAgain(body) : broken(e);
        } catch (IOException e) {
            outcome = broken(e);
        }
        return new Call(sentAt, Duration.ofNanos(System.nanoTime() - begun), repeated, outcome);
    }

    private Outcome postAgain(String body) {
        try {
            return post(body);
        } catch (IOException e) {
            return broken(e);
        }
    }

    private Outcome post(String body) throws IOException {
        var request = new HttpPost(plan.url());
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        if (plan.connections() == Connections.NEW) {
            request.setHeader(HttpHeaders.CONNECTION, "close");
        }
        HttpHost door = plan.door().map(HttpHost::create).orElse(null);
        return http.execute(door, request, LoadClient::answered);
    }

    private static Outcome broken(IOException cause) {
        return new Outcome.Broken(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    private static Outcome answered(ClassicHttpResponse response) throws IOException, ParseException {
        return new Outcome.Answered(response.getCode(), EntityUtils.toString(response.getEntity()));
    }

    /** What was seen up to now. */
    public LoadReport soFar() {
        return new LoadReport(List.copyOf(calls));
    }

    /** Requests answered or failed up to now, and how many of them failed; cheaper than a report. */
    public Tally tally() {
        long failed = calls.stream().filter(call -> !call.succeeded()).count();
        return new Tally(calls.size(), (int) failed);
    }

    /** Two counts. */
    public record Tally(int requests, int failed) {}

    /** Sends no more, waits for the answers that are still to come, and reports. */
    public LoadReport stop() {
        pace.close();
        senders.close();
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return soFar();
    }

    @Override
    public void close() {
        stop();
    }
}
