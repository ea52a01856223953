package io.modeldeployment.operator.evaluation.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.operator.evaluation.EvaluationProjection;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
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

    private final EvaluationRun.Tools tools;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_THE_SAME_TIME, true);
    private final OngoingRuns<OngoingEvaluation> evaluations = new OngoingRuns<>();

    /** Evaluations that read golden sets through {@code client}, and with the server's image from claims. */
    Evaluations(KubernetesClient client, String serverImage, Clock clock) {
        this(tools(client, BoundedHttp.newClient(), serverImage), clock);
    }

    private static EvaluationRun.Tools tools(KubernetesClient client, HttpClient http, String serverImage) {
        return new EvaluationRun.Tools(
                new ClusterGoldenSetReader(
                        client,
                        new UrlReader(http, Addresses::isElsewhere),
                        new VolumeReader(client, http, serverImage)),
                new ModelServerClient(http));
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
        evaluations.sweep(now);
        String question = key.question(spec);
        var looked = new OngoingEvaluation.Looked(pods, now);
        return evaluations
                .of(key)
                .filter(known -> known.answers(question))
                .orElseGet(() -> evaluations.begin(key, () -> begun(key, spec, before, looked)))
                .look(looked);
    }

    /** A new one, unless {@code before} holds the verdict on the same question. */
    private OngoingEvaluation begun(
            EvaluationKey key,
            EvaluationSpec spec,
            Optional<EvaluationStatus> before,
            OngoingEvaluation.Looked looked) {
        String question = key.question(spec);
        var fresh = new OngoingEvaluation(
                question, current -> new EvaluationRun(key, spec, question, tools, current), places, looked);
        return before.flatMap(status ->
                        EvaluationProjection.kept(status, question).map(kept -> new EvaluationView(kept, status)))
                .map(fresh::ended)
                .orElse(fresh);
    }

    /** Ends and forgets the evaluation of a ModelDeployment; the next look starts anew. */
    public synchronized void forget(String namespace, String name) {
        evaluations.forget(namespace, name);
    }

    /** Ends all that is under way. */
    @Override
    public synchronized void close() {
        evaluations.close();
    }
}
