package io.modeldeployment.operator.reconcile;

import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Weights;
import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.RequestShare;
import io.modeldeployment.operator.analysis.RequestShares;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.Plan;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import java.time.Instant;
import java.util.Optional;

/** Looks at what share of the requests a candidate answers while it has a weight. */
final class TrafficWatch {
    private final RequestShares shares;

    TrafficWatch(RequestShares shares) {
        this.shares = shares;
    }

    /** What is looked at: the objects, and what they mean. */
    record Scene(Sight sight, Observation seen) {}

    RequestShare look(ModelDeployment resource, Plan plan, Scene scene, Instant now) {
        String uid = resource.getMetadata().getUid();
        Optional<RevisionHash> stable = plan.next().state().flatMap(RolloutState::stableRevision);
        Optional<RevisionHash> candidate = plan.next().state().flatMap(RolloutState::candidateRevision);
        boolean shared =
                plan.weight() > 0 && candidate.filter(scene.seen()::mayReach).isPresent();
        if (!shared || stable.isEmpty()) {
            shares.forget(uid);
            return RequestShare.NONE;
        }
        var key = new RequestShares.Key(uid, stable.get(), candidate.get(), plan.weight());
        var arms = new Analyses.Arms(
                scene.sight().serversOf(stable.get()), scene.sight().serversOf(candidate.get()));
        return shares.look(key, arms, last(resource, key), now);
    }

    /** What the status says of the same candidate with the same weight. */
    private static Optional<Integer> last(ModelDeployment resource, RequestShares.Key key) {
        return Optional.ofNullable(resource.getStatus())
                .filter(status -> key.candidate().value().equals(status.candidateRevision()))
                .map(ModelDeploymentStatus::weights)
                .filter(weights -> Integer.valueOf(key.weight()).equals(weights.candidate()))
                .map(Weights::requests);
    }
}
