package io.modeldeployment.e2e.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.watch.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the counters of a ModelDeployment's servers twice a second, as the operator does, and keeps them by revision. What a server
 * counted in the last half second before its end is lost. Pods have to be reachable from here, as on the project's own node.
 */
final class CounterLog implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final DeployedModel model;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<Server, Counted> last = new HashMap<>();
    private final List<Reading> readings = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("counters").factory());

    private CounterLog(DeployedModel model) {
        this.model = model;
    }

    /** One process of a server: another one begins to count at 0. */
    private record Server(String revision, String pod, int restarts) {}

    /** What all servers of each revision had counted, those that have ended too. */
    record Reading(Instant at, Map<String, Counted> byRevision) {
        Counted of(String revision) {
            return byRevision.getOrDefault(revision, Counted.NONE);
        }
    }

    static CounterLog of(DeployedModel model) {
        var log = new CounterLog(model);
        var _ = log.clock.scheduleAtFixedRate(log::read, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return log;
    }

    private void read() {
        try {
            model.pods().forEach(pod -> ask(pod).ifPresent(counted -> last.put(server(pod), counted)));
            Map<String, Counted> sums = new HashMap<>();
            last.forEach((server, counted) -> sums.merge(server.revision(), counted, Counted::plus));
            readings.add(new Reading(Instant.now(), sums));
        } catch (RuntimeException e) {
            // The API server did not answer; one that throws would never be called again.
            System.err.println("counters could not be read: " + e.getMessage());
        }
    }

    private static Server server(Pod pod) {
        int restarts = pod.getStatus().getContainerStatuses().stream()
                .mapToInt(status -> status.getRestartCount())
                .sum();
        return new Server(
                pod.getMetadata().getLabels().getOrDefault(Labels.REVISION, "?"),
                pod.getMetadata().getUid(),
                restarts);
    }

    private Optional<Counted> ask(Pod pod) {
        String ip = pod.getStatus().getPodIP();
        if (ip == null) {
            return Optional.empty();
        }
        var request = HttpRequest.newBuilder(URI.create("http://" + ip + ":8001/metrics"))
                .timeout(TIMEOUT)
                .build();
        try {
            return Counted.parse(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Optional.empty(); // it starts, or ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What the revision's servers have counted from {@code start} on. */
    Counted since(Instant start, String revision) {
        Counted before = readings.stream()
                .filter(reading -> !reading.at().isAfter(start))
                .reduce((a, b) -> b)
                .map(reading -> reading.of(revision))
                .orElse(Counted.NONE);
        return readings.isEmpty()
                ? Counted.NONE
                : readings.getLast().of(revision).minus(before);
    }

    /** What the revision counted in each {@code period}, from its first request of a user after {@code start} on. */
    List<Counted> checks(Instant start, String revision, Duration period) {
        List<Counted> checks = new ArrayList<>();
        Optional<Reading> from = Optional.empty();
        for (Reading reading : readings) {
            if (reading.at().isBefore(start)) {
                continue;
            }
            if (from.isEmpty() || !hasCounted(from.get(), reading, revision) && checks.isEmpty()) {
                from = Optional.of(reading);
            } else if (!reading.at().isBefore(from.get().at().plus(period))) {
                checks.add(reading.of(revision).minus(from.get().of(revision)));
                from = Optional.of(reading);
            }
        }
        return checks;
    }

    private static boolean hasCounted(Reading from, Reading reading, String revision) {
        return reading.of(revision).requests() > from.of(revision).requests();
    }

    @Override
    public void close() {
        clock.close();
        http.close();
    }
}
