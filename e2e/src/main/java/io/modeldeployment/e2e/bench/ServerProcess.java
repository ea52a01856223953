package io.modeldeployment.e2e.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server of its own on loopback, with what the kernel says of its memory and time. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final URI base;
    private final Duration start;

    private ServerProcess(Process process, URI base, Duration start) {
        this.process = process;
        this.base = base;
        this.start = start;
    }

    /** Starts {@code launcher} on {@code model} and waits, at most a minute, until it is ready. */
    static ServerProcess start(Path launcher, Path model) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long begun = System.nanoTime();
        var process = new ProcessBuilder(
                        launcher.toString(),
                        "serve",
                        "--model",
                        model.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var base = URI.create("http://127.0.0.1:" + port + "/");
        while (!isReady(base)) {
            var waited = Duration.ofNanos(System.nanoTime() - begun);
            if (!process.isAlive() || waited.compareTo(START_TIMEOUT) > 0) {
                process.destroyForcibly();
                throw new IOException("the server did not get ready; try " + launcher + " serve --model " + model);
            }
        }
        return new ServerProcess(process, base, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static boolean isReady(URI base) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(base.resolve("health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    URI predictUrl() {
        return base.resolve("predict");
    }

    /** From the start of the process to the first good answer of its readiness probe. */
    Duration start() {
        return start;
    }

    /** User and system time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Resident memory in MiB. */
    long residentMebibytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
