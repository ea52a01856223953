package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.mail.LabelledMail;
import io.modeldeployment.e2e.mail.TestMails;
import io.modeldeployment.e2e.predict.PredictionClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls one server from 32 clients that each wait for their answer before they ask again, with texts of real mails cut to
 * mixed lengths, no two alike. Client and server share the machine's cores, so the server's own CPU time a request is the
 * figure to compare between machines and runs.
 */
public final class ServerBenchmark {
    private static final int CLIENTS = 32;
    private static final int WARM_UP = 200;
    private static final int REQUESTS = 2000;
    /** Lengths in characters, dealt in turn; about 60 tokens on average. */
    private static final int[] LENGTHS = {40, 80, 120, 160, 240, 320, 480, 640};

    private ServerBenchmark() {}

    /** Arguments: the launcher, a model directory, a file of mails with one JSON object a line. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        try {
            run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        } catch (IOException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path launcher, Path model, Path mails)
            throws IOException, InterruptedException, ExecutionException {
        var bodies = bodies(TestMails.read(mails).all());
        try (var server = ServerProcess.start(launcher, model)) {
            call(server.predictUrl(), bodies.subList(0, WARM_UP));
            Duration cpu = server.cpu();
            long begun = System.nanoTime();
            List<Duration> latencies = call(server.predictUrl(), bodies.subList(WARM_UP, WARM_UP + REQUESTS));
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpuMillis = server.cpu().minus(cpu).toNanos() / 1e6 / REQUESTS;
            Collections.sort(latencies);
            System.out.printf("%-34s %10s%n", "model", model.getFileName());
            row("start to ready", server.start().toMillis() / 1e3, "s");
            row("throughput, " + CLIENTS + " clients", REQUESTS / seconds, "requests/s");
            row("latency p50", millis(latencies, 50), "ms");
            row("latency p99", millis(latencies, 99), "ms");
            row("server CPU", cpuMillis, "ms a request");
            row("resident memory", server.residentMebibytes(), "MiB");
        }
    }

    private static void row(String what, double value, String unit) {
        System.out.printf("%-34s %10.1f %s%n", what, value, unit);
    }

    private static double millis(List<Duration> sorted, int percent) {
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1).toNanos() / 1e6;
    }

    private static List<String> bodies(List<LabelledMail> mails) {
        var bodies = new ArrayList<String>();
        for (int i = 0; i < WARM_UP + REQUESTS; i++) {
            String text = mails.get(i % mails.size()).text();
            bodies.add(PredictionClient.bodyFor(i + " " + cut(text, LENGTHS[i % LENGTHS.length])));
        }
        return bodies;
    }

    /** At most {@code length} characters, and no half of a surrogate pair. */
    private static String cut(String text, int length) {
        int end = Math.min(text.length(), length);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static List<Duration> call(URI url, List<String> bodies) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var results = new ArrayList<Future<List<Duration>>>();
            for (int client = 0; client < CLIENTS; client++) {
                results.add(clients.submit(() -> {
                    var latencies = new ArrayList<Duration>();
                    for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
                        latencies.add(ask(http, url, bodies.get(i)));
                    }
                    return latencies;
                }));
            }
            var all = new ArrayList<Duration>();
            for (var result : results) {
                all.addAll(result.get());
            }
            return all;
        }
    }

    private static Duration ask(HttpClient http, URI url, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(body))
                .build();
        long begun = System.nanoTime();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the server answered " + status);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
