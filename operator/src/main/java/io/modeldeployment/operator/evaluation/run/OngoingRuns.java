package io.modeldeployment.operator.evaluation.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What goes on beside the reconciliation, one for each ModelDeployment, and ends when nobody looks at it any more.
 *
 * <p>Not safe for use by several threads: its owner guards it.
 */
final class OngoingRuns<R extends OngoingRuns.Ongoing> {
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final Map<Id, R> runs = new HashMap<>();

    /** A ModelDeployment. */
    private record Id(String namespace, String name) {}

    /** One of them. */
    interface Ongoing {
        /** Whether nobody has looked at it since. */
        boolean isForgottenBy(Instant time);

        /** Ends what is under way. */
        void cancel();
    }

    Optional<R> of(EvaluationKey key) {
        return Optional.ofNullable(runs.get(new Id(key.namespace(), key.name())));
    }

    /** Ends the one that the ModelDeployment had, and only then begins another. */
    R begin(EvaluationKey key, Supplier<R> next) {
        forget(key.namespace(), key.name());
        R run = next.get();
        runs.put(new Id(key.namespace(), key.name()), run);
        return run;
    }

    /** Ends and forgets that of a ModelDeployment. */
    void forget(String namespace, String name) {
        R known = runs.remove(new Id(namespace, name));
        if (known != null) {
            known.cancel();
        }
    }

    /** Ends those that nobody has looked at for a while: their rollout is over, or their ModelDeployment gone. */
    void sweep(Instant now) {
        runs.values().removeIf(run -> {
            boolean forgotten = run.isForgottenBy(now.minus(FORGOTTEN_AFTER));
            if (forgotten) {
                run.cancel();
            }
            return forgotten;
        });
    }

    /** Ends all that is under way. */
    void close() {
        runs.values().forEach(Ongoing::cancel);
        runs.clear();
    }
}
