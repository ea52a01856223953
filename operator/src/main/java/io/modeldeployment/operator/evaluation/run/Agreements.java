package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.AgreementSpec;
import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.operator.evaluation.AgreementReport;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.verdict.Progress;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The comparisons on what users sent, of all rollouts that ask for one, beside the reconciliation, which only looks at them. */
public final class Agreements implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** Counts alone are written this seldom. */
    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);

    private final AgreementRun.Tools tools;
    private final Clock clock;
    private final OngoingRuns<Ongoing> runs = new OngoingRuns<>();

    private static final class Ongoing implements OngoingRuns.Ongoing {
        private final EvaluationKey key;
        private final AgreementRun run;
        private final Thread thread;
        private Instant lookedAt = Instant.MIN;
        private @Nullable AgreementView shown;
        private Instant shownAt = Instant.MIN;

        Ongoing(EvaluationKey key, AgreementRun run) {
            this.key = key;
            this.run = run;
            this.thread = Thread.ofVirtual().name("agreement").start(() -> runOn(run));
        }

        @Override
        public boolean isForgottenBy(Instant time) {
            return lookedAt.isBefore(time);
        }

        @Override
        public void cancel() {
            thread.interrupt();
        }
    }

    /**
     * When and on whom it is looked at.
     *
     * @param pods pods that are ready now
     * @param waited how long the rollout has waited for it
     */
    public record Moment(Pods pods, Duration waited) {}

    /** None yet. */
    public Agreements(Clock clock) {
        this(BoundedHttp.newClient(), clock);
    }

    private Agreements(HttpClient http, Clock clock) {
        this(new AgreementRun.Tools(new SampleReader(http), new ModelServerClient(http), PAUSE), clock);
    }

    Agreements(AgreementRun.Tools tools, Clock clock) {
        this.tools = tools;
        this.clock = clock;
    }

    /**
     * How it stands; starts it where it has not begun. Never waits.
     *
     * @param before {@code status.evaluation.liveAgreement} as it was last written
     */
    public synchronized AgreementView look(
            EvaluationKey key, AgreementSpec spec, Moment moment, Optional<AgreementStatus> before) {
        Instant now = clock.instant();
        runs.sweep(now);
        var report = new AgreementReport(spec, key.question());
        var scene = new AgreementRun.Scene(moment.pods(), report::isDecidedBy, now);
        Ongoing known = runs.of(key)
                .filter(run -> run.key.equals(key))
                .orElseGet(() -> runs.begin(
                        key, () -> new Ongoing(key, new AgreementRun(tools, clock, report.counted(before), scene))));
        known.lookedAt = now;
        LiveAgreement counted = known.run.look(scene);
        Outcome outcome = report.outcome(counted.equal(), new Progress(moment.waited(), counted.problem()));
        return shown(known, new AgreementView(outcome, report.status(counted.equal(), outcome)), now);
    }

    /** The status stays as it was last shown while it says the same. */
    private static AgreementView shown(Ongoing known, AgreementView view, Instant now) {
        AgreementView last = known.shown;
        boolean says = last == null
                || last.status().state() != view.status().state()
                || !known.shownAt.plus(WRITTEN_EVERY).isAfter(now);
        if (says) {
            known.shown = view;
            known.shownAt = now;
        }
        return last == null || says ? view : new AgreementView(view.outcome(), last.status());
    }

    private static void runOn(AgreementRun run) {
        try {
            run.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends and forgets that of a ModelDeployment. */
    public synchronized void forget(String namespace, String name) {
        runs.forget(namespace, name);
    }

    /** Ends all that is under way. */
    @Override
    public synchronized void close() {
        runs.close();
    }
}
