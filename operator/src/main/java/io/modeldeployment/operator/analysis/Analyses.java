package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons under way: reads the servers' counters block by block, and hands each block to the tests.
 *
 * <p>Counters are remembered here only. What the tests know is in the status too; a restarted operator goes on from it, and loses
 * the blocks since it was last written, which makes it slower to judge and no less right.
 */
public final class Analyses {
    /** Shorter blocks hold too little, longer ones notice later. */
    static final Duration BLOCK = Duration.ofSeconds(1);
    /** Evidence alone is written this seldom. */
    static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);

    private final MetricsSource source;
    private final ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /** Reads from {@code source}. */
    public Analyses(MetricsSource source) {
        this.source = source;
    }

    /** The pods of both revisions that are ready. */
    public record Arms(List<PodAddress> stable, List<PodAddress> candidate) {
        /** Of copies of the lists. */
        public Arms {
            stable = List.copyOf(stable);
            candidate = List.copyOf(candidate);
        }
    }

    /** What is remembered of one comparison; replaced whole after each block. */
    private record Run(
            AnalysisKey key,
            Comparison comparison,
            ArmTracks tracks,
            Instant readAt,
            AnalysisView shown,
            Instant shownAt) {}

    /**
     * When the comparison is looked at.
     *
     * @param waitingSince since when a step waits for the verdict; empty where none does, so that it is in no hurry
     */
    public record Moment(Instant now, Optional<Instant> waitingSince) {
        Duration waited() {
            return waitingSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
        }
    }

    /**
     * What the comparison says now, after a new block when one is due. Asks the pods, for two seconds at most.
     *
     * @param last the status as it was last written
     */
    public AnalysisView look(
            AnalysisKey key, AnalysisPlan plan, Arms arms, @Nullable AnalysisStatus last, Moment moment) {
        Instant now = moment.now();
        Run before = runs.get(key.uid());
        if (before == null || !before.key.equals(key)) {
            Comparison comparison = AnalysisReport.resume(last, key, plan).orElseGet(() -> Comparison.start(plan, now));
            before = new Run(key, comparison, ArmTracks.START, Instant.MIN, view(key, comparison, plan, moment), now);
        }
        Run after = before.readAt.isAfter(now.minus(BLOCK)) ? before : next(before, plan, arms, moment);
        runs.put(key.uid(), after);
        return after.shown;
    }

    /** Forgets what belongs to a resource that compares nothing any more. */
    public void forget(String uid) {
        runs.remove(uid);
    }

    private Run next(Run run, AnalysisPlan plan, Arms arms, Moment moment) {
        Instant now = moment.now();
        Comparison comparison;
        ArmTracks tracks = run.tracks;
        try {
            ArmTracks.Blocks blocks = tracks.next(read(arms.stable()), read(arms.candidate()));
            comparison = run.comparison.next(blocks);
            tracks = blocks.next();
        } catch (MetricsSource.UnmeasuredException e) {
            comparison = run.comparison.unmeasured(e.reason());
        }
        AnalysisView view = view(run.key, comparison, plan, moment);
        boolean says = !view.judgement().getClass().equals(run.shown.judgement().getClass())
                || !run.shownAt.plus(WRITTEN_EVERY).isAfter(now);
        return new Run(run.key, comparison, tracks, now, says ? view : run.shown, says ? now : run.shownAt);
    }

    private static AnalysisView view(AnalysisKey key, Comparison comparison, AnalysisPlan plan, Moment moment) {
        Map<Metric, Verdict> verdicts = comparison.verdicts(plan, moment.waited());
        Judgement judgement = comparison.judgement(verdicts);
        return new AnalysisView(judgement, AnalysisReport.of(key, comparison, verdicts));
    }

    private Map<String, PodReading> read(List<PodAddress> pods) throws MetricsSource.UnmeasuredException {
        Map<String, Future<PodReading>> answers = new HashMap<>();
        pods.forEach(pod -> answers.put(pod.process(), reading.submit(() -> source.read(pod))));
        Map<String, PodReading> readings = new HashMap<>();
        for (var answer : answers.entrySet()) {
            try {
                readings.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof MetricsSource.UnmeasuredException unmeasured
                        ? unmeasured
                        : new MetricsSource.UnmeasuredException("reading the counters of a pod failed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MetricsSource.UnmeasuredException("interrupted");
            }
        }
        return readings;
    }
}
