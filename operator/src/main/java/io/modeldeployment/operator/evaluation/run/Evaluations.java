package io.modeldeployment.operator.evaluation.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.operator.evaluation.EvaluationProjection;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The evaluations on golden sets of all ModelDeployments, beside the reconciliation, which only looks at them.
 *
 * <p>A verdict stands as long as the same is asked: revisions, rollout and {@code spec.evaluation}. What is read of a golden
 * set that changes in its place counts for the next rollout.
 */
final class Evaluations implements AutoCloseable {
    /** Golden sets and answers are held in memory while they are compared. */
    private static final int AT_THE_SAME_TIME = 3;

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final EvaluationRun.Tools tools;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_THE_SAME_TIME, true);
    private final Map<Id, OngoingEvaluation> evaluations = new HashMap<>();

    /** A ModelDeployment. */
    private record Id(String namespace, String name) {}

    /** Evaluations that read ConfigMaps through {@code client}. */
    Evaluations(KubernetesClient client, Clock clock) {
        this(client, BoundedHttp.newClient(), clock);
    }

    private Evaluations(KubernetesClient client, HttpClient http, Clock clock) {
        this(
                new EvaluationRun.Tools(
                        new ClusterGoldenSetReader(client, new UrlReader(http, Addresses::isElsewhere)),
                        new ModelServerClient(http)),
                clock);
    }

    Evaluations(EvaluationRun.Tools tools, Clock clock) {
        this.tools = tools;
        this.clock = clock;
    }

    /**
     * How the evaluation stands; starts it where it has not begun. Never waits.
     *
     * @param key whose it is
     * @param spec what is asked
     * @param pods pods that are ready now: those of the last look are asked
     * @param before {@code status.evaluation} as it was last written
     */
    public synchronized EvaluationView look(
            EvaluationKey key, EvaluationSpec spec, Pods pods, Optional<EvaluationStatus> before) {
        Instant now = clock.instant();
        sweep(now);
        String question = key.question(spec);
        var id = new Id(key.namespace(), key.name());
        var looked = new OngoingEvaluation.Looked(pods, now);
        OngoingEvaluation known = evaluations.get(id);
        if (known == null || !known.answers(question)) {
            forget(key.namespace(), key.name());
            var fresh = new OngoingEvaluation(
                    question, current -> new EvaluationRun(key, spec, question, tools, current), places, looked);
            known = before.flatMap(status ->
                            EvaluationProjection.kept(status, question).map(kept -> new EvaluationView(kept, status)))
                    .map(fresh::ended)
                    .orElse(fresh);
            evaluations.put(id, known);
        }
        return known.look(looked);
    }

    /** Ends and forgets the evaluation of a ModelDeployment; the next look starts anew. */
    public synchronized void forget(String namespace, String name) {
        OngoingEvaluation known = evaluations.remove(new Id(namespace, name));
        if (known != null) {
            known.cancel();
        }
    }

    /** Those that nobody has looked at for a while: their rollout is over, or their ModelDeployment gone. */
    private void sweep(Instant now) {
        evaluations.values().removeIf(evaluation -> {
            boolean forgotten = evaluation.isForgottenBy(now.minus(FORGOTTEN_AFTER));
            if (forgotten) {
                evaluation.cancel();
            }
            return forgotten;
        });
    }

    /** Ends all that is under way. */
    @Override
    public synchronized void close() {
        evaluations.values().forEach(OngoingEvaluation::cancel);
        evaluations.clear();
    }
}
