package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one ModelDeployment for as long as its question stays the same. What could not be measured is tried again,
 * each time after a longer wait, between which the last outcome stands. A try waits until the candidate has a ready pod: a model
 * may take hours to come and to load, which is neither time to answer in, nor a reason to keep others waiting.
 */
final class OngoingEvaluation implements OngoingRuns.Ongoing {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 4;

    private final String question;
    private final Function<Supplier<Pods>, EvaluationRun> runs;
    private final Semaphore places;
    private volatile Pods pods;
    private volatile @Nullable EvaluationView last;
    private @Nullable EvaluationRun run;
    private @Nullable Thread thread;
    private Instant tryAgainAt = Instant.MIN;
    private Instant lookedAt;
    private int tries;

    OngoingEvaluation(String question, Function<Supplier<Pods>, EvaluationRun> runs, Semaphore places, Looked looked) {
        this.question = question;
        this.runs = runs;
        this.places = places;
        this.pods = looked.pods();
        this.lookedAt = looked.at();
    }

    /** A moment at which somebody asked how it stands, and the pods there were. */
    record Looked(Pods pods, Instant at) {}

    /** One that has ended in an earlier life of the operator. */
    OngoingEvaluation ended(EvaluationView view) {
        last = view;
        return this;
    }

    boolean answers(String asked) {
        return question.equals(asked);
    }

    @Override
    public boolean isForgottenBy(Instant time) {
        return lookedAt.isBefore(time);
    }

    /** How it stands; starts what has to be started, and never waits. */
    EvaluationView look(Looked looked) {
        pods = looked.pods();
        lookedAt = looked.at();
        if (run != null && !(run.view().outcome() instanceof Outcome.Running)) {
            settle(run.view(), looked.at());
        }
        if (run == null && isDue(looked)) {
            run = next();
        }
        EvaluationRun current = run;
        if (current == null) {
            return Objects.requireNonNull(last);
        }
        if (thread == null && !looked.pods().candidate().isEmpty()) {
            start(current);
        }
        return current.view();
    }

    /** What was tried on pods that are gone says nothing of those to come. */
    private boolean isDue(Looked looked) {
        EvaluationView known = last;
        return known == null
                || (known.outcome() instanceof Outcome.Unmeasured
                        && (looked.pods().candidate().isEmpty() || !looked.at().isBefore(tryAgainAt)));
    }

    private EvaluationRun next() {
        EvaluationRun next = runs.apply(() -> pods);
        EvaluationView known = last;
        return known == null ? next : next.after(known.outcome());
    }

    private void settle(EvaluationView view, Instant now) {
        last = view;
        run = null;
        thread = null;
        tryAgainAt = now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(tries++, DOUBLINGS)));
    }

    private void start(EvaluationRun next) {
        next.queue();
        thread = Thread.ofVirtual().name("evaluation").start(() -> {
            try {
                places.acquire();
                try {
                    next.run();
                } finally {
                    places.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends what is under way; nobody wants to know any more. */
    @Override
    public void cancel() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
