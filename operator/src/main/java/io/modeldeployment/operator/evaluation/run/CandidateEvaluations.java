package io.modeldeployment.operator.evaluation.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.operator.evaluation.EvaluationProjection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What a candidate is asked before it gets traffic: the golden set, what users sent, or both. */
public final class CandidateEvaluations implements AutoCloseable {
    private final Evaluations goldenSets;
    private final Agreements agreements;

    /** Evaluations that read golden sets through {@code client}, and with the server's image from claims. */
    public CandidateEvaluations(KubernetesClient client, String serverImage, Clock clock) {
        this(new Evaluations(client, serverImage, clock), new Agreements(clock));
    }

    CandidateEvaluations(Evaluations goldenSets, Agreements agreements) {
        this.goldenSets = goldenSets;
        this.agreements = agreements;
    }

    /**
     * When and on whom it is looked at.
     *
     * @param pods pods that are ready now
     * @param waited how long the step evaluate has been the current one; empty while it is not
     * @param before {@code status.evaluation} as it was last written
     */
    public record Moment(Pods pods, Optional<Duration> waited, Optional<EvaluationStatus> before) {}

    /** How it stands; starts what has not begun. Never waits. Empty where nothing is asked at this step. */
    public Optional<EvaluationView> look(EvaluationKey key, EvaluationSpec spec, Moment moment) {
        Optional<EvaluationView> goldenSet = Optional.ofNullable(spec.goldenSet())
                .map(_ -> goldenSets.look(key, spec, moment.pods(), moment.before()));
        Optional<AgreementStatus> before = moment.before().map(EvaluationStatus::liveAgreement);
        Optional<AgreementView> live = Optional.ofNullable(spec.agreement())
                .flatMap(wanted -> moment.waited()
                        .map(waited ->
                                agreements.look(key, wanted, new Agreements.Moment(moment.pods(), waited), before)));
        if (live.isEmpty()) {
            // The step is over, whatever was found: nobody waits for more, and users' texts are asked for nothing else.
            forget(key.namespace(), key.name());
        }
        if (goldenSet.isEmpty()) {
            return live.map(view -> alone(key, view));
        }
        // Once the step is over, what was found stays to be read.
        Optional<AgreementStatus> kept = spec.agreement() == null || !isOf(key, moment) ? Optional.empty() : before;
        return goldenSet.map(view -> both(view, live, kept));
    }

    private static boolean isOf(EvaluationKey key, Moment moment) {
        return moment.before()
                .map(EvaluationStatus::candidate)
                .filter(candidate -> key.candidate().value().equals(candidate.revision()))
                .isPresent();
    }

    private static EvaluationView alone(EvaluationKey key, AgreementView live) {
        var revisions = new EvaluationProjection.Revisions(
                key.candidate().value(), key.stable().map(hash -> hash.value()));
        return new EvaluationView(live.outcome(), EvaluationProjection.ofLive(revisions, live.status()));
    }

    private static EvaluationView both(
            EvaluationView goldenSet, Optional<AgreementView> live, Optional<AgreementStatus> kept) {
        return new EvaluationView(
                live.map(view -> goldenSet.outcome().and(view.outcome())).orElse(goldenSet.outcome()),
                EvaluationProjection.with(
                        goldenSet.status(),
                        live.map(AgreementView::status).or(() -> kept).orElse(null)));
    }

    /** Ends the comparison of a ModelDeployment on what users sent: its step or its rollout is over. */
    public void forget(String namespace, String name) {
        agreements.forget(namespace, name);
    }

    /** Ends all that is under way. */
    @Override
    public void close() {
        goldenSets.close();
        agreements.close();
    }
}
