package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import io.modeldeployment.operator.verdict.PodReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Counts what share of the requests each candidate really answers, whatever share it was meant to have.
 *
 * <p>The share is for people and decides nothing. So the pods are read now and then, beside the reconciliation, which never waits for
 * them; a reading that fails is left out, and the next one counts for its time too.
 */
public final class RequestShares {
    static final Duration READ_EVERY = Duration.ofSeconds(5);
    /** The share alone is written no more often. */
    static final Duration SHOWN_EVERY = Duration.ofSeconds(30);

    private static final Duration ANSWERED_AFTER = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final MetricsSource source;
    private final Executor reading;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    /** Reads from {@code source}, on {@code reading}. */
    public RequestShares(MetricsSource source, Executor reading) {
        this.source = source;
        this.reading = reading;
    }

    /**
     * A share of the traffic that is counted by itself.
     *
     * @param uid of the ModelDeployment
     * @param weight share in percent that is aimed at
     */
    public record Key(String uid, RevisionHash stable, RevisionHash candidate, int weight) {}

    /** The counters of both revisions' pods, read at once. */
    private record Readings(Map<String, PodReading> stable, Map<String, PodReading> candidate) {}

    /** What is remembered of one share; replaced whole after each look. */
    private record Count(
            Key key,
            ArmTracks tracks,
            RequestWindow window,
            CompletableFuture<Readings> readings,
            Instant readAt,
            Instant shownAt) {

        static Count start(Key key, Instant now) {
            return new Count(key, ArmTracks.START, RequestWindow.EMPTY, new CompletableFuture<>(), Instant.EPOCH, now);
        }

        /** With what was read, if that has come. */
        Count counted() {
            if (!readings.isDone() || readings.isCompletedExceptionally()) {
                return this;
            }
            Readings read = readings.join();
            ArmTracks.Blocks blocks = tracks.next(read.stable(), read.candidate());
            MetricBlock requests = blocks.of(Metric.ERROR_RATE);
            var block = new RequestWindow.Block(
                    requests.stable().requests(), requests.candidate().requests());
            return new Count(key, blocks.next(), window.next(block), new CompletableFuture<>(), readAt, shownAt);
        }

        Count reading(CompletableFuture<Readings> begun, Instant now) {
            return new Count(key, tracks, window, begun, now, shownAt);
        }

        Count shown(Instant now) {
            return new Count(key, tracks, window, readings, readAt, now);
        }

        boolean moved(Optional<Integer> last) {
            return window.percent().isPresent()
                    && last.map(window::isClearlyNot).orElse(true);
        }
    }

    /**
     * The share as it is known now. Begins to read the pods when that is due, and does not wait for them.
     *
     * @param last what the status says of this share
     */
    public RequestShare look(Key key, Analyses.Arms arms, Optional<Integer> last, Instant now) {
        Count count = Optional.ofNullable(counts.get(key.uid()))
                .filter(known -> known.key.equals(key))
                .orElseGet(() -> Count.start(key, now))
                .counted();
        if (!now.isBefore(count.readAt.plus(READ_EVERY))) {
            forgetThoseNotLookedAt(now);
            count = count.reading(read(arms), now);
        }
        boolean moves = count.moved(last) && !now.isBefore(count.shownAt.plus(SHOWN_EVERY));
        counts.put(key.uid(), moves ? count.shown(now) : count);
        Optional<Integer> latest = count.window.percent().or(() -> last);
        return new RequestShare(
                moves ? latest : last, latest, Optional.of(count.readAt.equals(now) ? ANSWERED_AFTER : READ_EVERY));
    }

    /** Forgets what belongs to a resource without a candidate that gets requests. */
    public void forget(String uid) {
        counts.remove(uid);
    }

    private void forgetThoseNotLookedAt(Instant now) {
        counts.values().removeIf(count -> count.readAt.isBefore(now.minus(FORGOTTEN_AFTER)));
    }

    private CompletableFuture<Readings> read(Analyses.Arms arms) {
        CompletableFuture<Map<String, PodReading>> stable = read(arms.stable());
        return stable.thenCombine(read(arms.candidate()), Readings::new);
    }

    private CompletableFuture<Map<String, PodReading>> read(List<PodAddress> pods) {
        CompletableFuture<Map<String, PodReading>> all = CompletableFuture.completedFuture(Map.of());
        for (PodAddress pod : pods) {
            all = all.thenCombine(CompletableFuture.supplyAsync(() -> reading(pod), reading), RequestShares::with);
        }
        return all;
    }

    private static Map<String, PodReading> with(Map<String, PodReading> readings, Map<String, PodReading> more) {
        Map<String, PodReading> both = new HashMap<>(readings);
        both.putAll(more);
        return both;
    }

    private Map<String, PodReading> reading(PodAddress pod) {
        try {
            return Map.of(pod.process(), source.read(pod));
        } catch (MetricsSource.UnmeasuredException e) {
            throw new IllegalStateException(e);
        }
    }
}
