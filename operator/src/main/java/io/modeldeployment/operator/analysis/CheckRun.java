package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.JobSource;
import io.modeldeployment.api.v1.ServerMetric;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.CandidateWindow;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One check of one try: measures when it is due, beside the reconciliation. Used by one thread at a time. */
final class CheckRun {
    private final Check check;
    private final Asking asking;
    private CheckState state;
    private CandidateWindow window = CandidateWindow.EMPTY;
    private @Nullable Instant due;
    private @Nullable Future<Reading> underWay;
    private boolean started;

    /** How others are asked: by what, on which threads, and on whose behalf. */
    record Asking(Gauges gauges, ExecutorService threads, AnalysisKey key) {
        Placeholders placeholders() {
            return Placeholders.of(key);
        }

        Future<Reading> ask(Check.Remote source) {
            return threads.submit(() -> gauges.read(source, placeholders()));
        }
    }

    CheckRun(Check check, CheckState state, Asking asking) {
        this.check = check;
        this.state = state;
        this.asking = asking;
    }

    Check check() {
        return check;
    }

    /** Takes in what the candidate has counted. */
    void count(ArmTracks.Blocks blocks) {
        window = window.plus(blocks);
    }

    /**
     * How far it has come; starts another measurement where one is due, and never waits.
     *
     * @param problem why the candidate's counters cannot be read now
     */
    CheckState look(Analyses.Moment moment, Optional<String> problem, Jobs jobs) {
        if (check.source() instanceof Check.Source.Job(JobSource job)) {
            return lookAt(job, moment, jobs);
        }
        state = state.countedFor(moment.waitingSince());
        if (underWay != null && underWay.isDone()) {
            state = state.next(check, result(underWay), moment.now());
            underWay = null;
        }
        if (!moment.measures()) {
            return state;
        }
        if (due == null) {
            due = state.measuredAt().orElse(moment.now()).plus(check.interval());
        }
        if (underWay == null && !moment.now().isBefore(due)) {
            due = moment.now().plus(check.interval());
            switch (check.source()) {
                case Check.Source.Servers(ServerMetric metric) -> {
                    state = state.next(check, read(metric, problem), moment.now());
                    window = CandidateWindow.EMPTY;
                }
                case Check.Remote remote -> underWay = asking.ask(remote);
                case Check.Source.Job _ -> throw new IllegalStateException("a job is looked at, not measured");
            }
        }
        return state;
    }

    /** A job runs once: what came of it stands. */
    private CheckState lookAt(JobSource job, Analyses.Moment moment, Jobs jobs) {
        started |= moment.measures();
        if (started && state.measuredAt().isEmpty()) {
            state = jobs.look(jobName(), job, asking.placeholders())
                    .map(reading -> state.next(check, reading, moment.now()))
                    .orElse(state);
        }
        return state;
    }

    private String jobName() {
        return JobName.of(asking.key(), check);
    }

    /** What it says now. */
    Verdict verdict(Duration waited, Duration most) {
        Verdict verdict = state.verdict(check, waited, most);
        if (!(check.source() instanceof Check.Source.Job)) {
            return verdict;
        }
        return switch (verdict) {
            case Verdict.Pass _ -> verdict.explained("the job " + jobName() + " succeeded");
            case Verdict.Fail _ ->
                verdict.explained("the job " + jobName() + " failed: see why by kubectl logs job/" + jobName());
            case Verdict.Undecided _, Verdict.NotMeasured _ ->
                verdict.explained("the job " + jobName() + " has not ended");
            case Verdict.Inconclusive _ ->
                verdict.explained(state.problem()
                        .orElse("the job " + jobName() + " has not ended within " + most.toSeconds() + " s"));
        };
    }

    /** Ends a measurement that nobody wants any more. */
    void cancel() {
        if (underWay != null) {
            underWay.cancel(true);
        }
    }

    private static Reading result(Future<Reading> done) {
        return switch (done.state()) {
            case SUCCESS -> done.resultNow();
            case FAILED ->
                new Reading.None(
                        "the measurement itself failed, which is an error of the operator: " + done.exceptionNow());
            case CANCELLED, RUNNING -> new Reading.None("the measurement was ended");
        };
    }

    private Reading read(ServerMetric metric, Optional<String> problem) {
        OptionalDouble value = switch (metric) {
            case ERROR_RATE -> window.errorRate();
            case LATENCY_P50 -> window.latency(0.5);
            case LATENCY_P90 -> window.latency(0.9);
            case LATENCY_P95 -> window.latency(0.95);
            case LATENCY_P99 -> window.latency(0.99);
        };
        return Reading.of(
                value,
                problem.orElse("the candidate has answered no request in the last "
                        + check.interval().toSeconds() + " s"));
    }
}
