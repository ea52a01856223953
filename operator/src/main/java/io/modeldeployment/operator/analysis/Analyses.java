package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.PodReading;
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
 * The analyses under way: reads the servers' counters block by block, hands each block to the tests, and measures what is checked
 * when it is due.
 *
 * <p>Counters are remembered here only. What the tests know is in the status too; a restarted operator goes on from it, and loses
 * the blocks since it was last written, which makes it slower to judge and no less right.
 */
public final class Analyses {
    /** Shorter blocks hold too little, longer ones notice later. */
    static final Duration BLOCK = Duration.ofSeconds(1);
    /** Evidence alone is written this seldom. */
    static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);
    /**
     * So many blocks in a row wait for a server that does not show its counters, and lose nothing if it does then. Later it is
     * left out, or nothing goes forward where it is the last of its revision (rule 14).
     */
    static final int PATIENCE = 3;

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final MetricsSource source;
    private final Gauges gauges;
    private final ExecutorService reading;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /** Reads the servers' counters from {@code source}, and asks {@code gauges} for other numbers. */
    public Analyses(MetricsSource source, Gauges gauges) {
        this(source, gauges, Executors.newVirtualThreadPerTaskExecutor());
    }

    Analyses(MetricsSource source, Gauges gauges, ExecutorService reading) {
        this.source = source;
        this.gauges = gauges;
        this.reading = reading;
    }

    /** The pods of both revisions that are ready and get requests. */
    public record Arms(List<PodAddress> stable, List<PodAddress> candidate) {
        /** Of copies of the lists. */
        public Arms {
            stable = List.copyOf(stable);
            candidate = List.copyOf(candidate);
        }
    }

    /**
     * What is remembered of one comparison; replaced whole after each block.
     *
     * @param unread blocks in a row for which a server did not show its counters
     */
    private record Run(
            AnalysisKey key,
            Comparison comparison,
            ArmTracks tracks,
            int unread,
            CheckRuns checks,
            Instant readAt,
            Shown shown) {
        /** Also where the clock was set back. */
        boolean isDue(Instant now) {
            return now.isBefore(readAt) || !now.isBefore(readAt.plus(BLOCK));
        }

        Optional<String> blind() {
            return unread > PATIENCE ? comparison.problem() : Optional.empty();
        }
    }

    /** What the servers of one revision showed, and what one of them that did not show it says. */
    private record Readings(Map<String, PodReading> pods, Optional<String> problem) {
        boolean isBlind() {
            return pods.isEmpty() && problem.isPresent();
        }
    }

    /** What was last told, and what of it is told at once when it changes. */
    private record Shown(AnalysisView view, List<Integer> blows, Instant at) {
        boolean isOvertakenBy(Shown next) {
            return !next.view.judgement().getClass().equals(view.judgement().getClass())
                    || !next.blows.equals(blows)
                    || !at.plus(WRITTEN_EVERY).isAfter(next.at);
        }
    }

    /**
     * When the comparison is looked at.
     *
     * @param waitingSince since when a step waits for the verdict; empty where none does, so that it is in no hurry
     * @param measures whether the candidate has got as far that checks have something to measure
     */
    public record Moment(Instant now, Optional<Instant> waitingSince, boolean measures) {
        Duration waited() {
            return waitingSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
        }
    }

    /**
     * What is seen in one pass.
     *
     * @param last the status as it was last written
     * @param jobs runs jobs
     */
    public record Scene(Arms arms, @Nullable AnalysisStatus last, Moment moment, Jobs jobs) {}

    /**
     * What the analysis says now, after a new block when one is due. Asks the pods, for two seconds at most, and waits for nobody
     * else.
     */
    public AnalysisView look(AnalysisKey key, AnalysisPlan plan, Scene scene) {
        Instant now = scene.moment().now();
        Run before = runs.get(key.uid());
        if (before == null || !before.key.equals(key)) {
            Comparison comparison =
                    AnalysisReport.resume(scene.last(), key, plan).orElseGet(() -> Comparison.start(plan, now));
            forget(key.uid());
            forgetThoseNotLookedAt(now);
            var asking = new CheckRun.Asking(gauges, reading, key);
            var checks = new CheckRuns(AnalysisReport.checks(scene.last(), key), asking);
            Shown shown = shown(key, comparison, findings(comparison, Optional.empty(), checks, plan, scene), now);
            before = new Run(key, comparison, ArmTracks.START, 0, checks, Instant.MIN, shown);
        }
        Run after = before.isDue(now) ? read(before, plan, scene) : before;
        after = told(after, plan, scene);
        runs.put(key.uid(), after);
        return after.shown.view;
    }

    /** Forgets what belongs to a resource that compares nothing any more. */
    public void forget(String uid) {
        Run run = runs.remove(uid);
        if (run != null) {
            run.checks.cancel();
        }
    }

    /** Those of resources that were deleted in mid-rollout. */
    private void forgetThoseNotLookedAt(Instant now) {
        runs.forEach((uid, run) -> {
            if (run.readAt.isBefore(now.minus(FORGOTTEN_AFTER))) {
                forget(uid);
            }
        });
    }

    /** With one more block. */
    private Run read(Run run, AnalysisPlan plan, Scene scene) {
        Instant now = scene.moment().now();
        if (!plan.readsCounters()) {
            return new Run(run.key, run.comparison, run.tracks, 0, run.checks, now, run.shown);
        }
        var asked = ask(scene.arms().stable());
        Readings candidate = readings(ask(scene.arms().candidate()));
        Readings stable = readings(asked);
        Optional<String> problem = candidate.problem().or(stable::problem);
        int unread = problem.isPresent() ? Math.min(run.unread, PATIENCE) + 1 : 0;
        if (problem.isPresent() && (unread <= PATIENCE || candidate.isBlind() || stable.isBlind())) {
            Comparison comparison = run.comparison.unmeasured(problem.get());
            return new Run(run.key, comparison, run.tracks, unread, run.checks, now, run.shown);
        }
        ArmTracks.Blocks blocks = run.tracks.next(stable.pods(), candidate.pods(), plan.latencyTolerance());
        run.checks.count(blocks);
        Comparison comparison = run.comparison.next(blocks, plan);
        return new Run(run.key, comparison, blocks.next(), unread, run.checks, now, run.shown);
    }

    /** Checks are looked at in every pass, whether a block is due or not: a job that nobody looks at is ended. */
    private static Run told(Run run, AnalysisPlan plan, Scene scene) {
        Findings findings = findings(run.comparison, run.blind(), run.checks, plan, scene);
        Shown shown = shown(run.key, run.comparison, findings, scene.moment().now());
        return run.shown.isOvertakenBy(shown)
                ? new Run(run.key, run.comparison, run.tracks, run.unread, run.checks, run.readAt, shown)
                : run;
    }

    private static Findings findings(
            Comparison comparison, Optional<String> blind, CheckRuns checks, AnalysisPlan plan, Scene scene) {
        return new Findings(
                comparison.streak().abort(),
                comparison.verdicts(plan, scene.moment().waited()),
                checks.look(plan, scene, comparison.problem()),
                blind);
    }

    private static Shown shown(AnalysisKey key, Comparison comparison, Findings findings, Instant now) {
        return new Shown(
                new AnalysisView(findings.judgement(), AnalysisReport.of(key, comparison, findings)),
                findings.blows(),
                now);
    }

    private Map<String, Future<PodReading>> ask(List<PodAddress> pods) {
        Map<String, Future<PodReading>> asked = new HashMap<>();
        pods.forEach(pod -> asked.put(pod.process(), reading.submit(() -> source.read(pod))));
        return asked;
    }

    private static Readings readings(Map<String, Future<PodReading>> asked) {
        Map<String, PodReading> readings = new HashMap<>();
        Optional<String> problem = Optional.empty();
        for (var answer : asked.entrySet()) {
            try {
                readings.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                problem = Optional.of(
                        e.getCause() instanceof MetricsSource.UnmeasuredException unmeasured
                                ? unmeasured.reason()
                                : "reading the counters of a pod failed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Readings(Map.of(), Optional.of("interrupted"));
            }
        }
        return new Readings(readings, problem);
    }
}
