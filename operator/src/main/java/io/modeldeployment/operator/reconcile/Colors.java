package io.modeldeployment.operator.reconcile;

import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Strategy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which revision is blue and which is green: a value that a revision carries once it has it, not a state. */
record Colors(Map<RevisionHash, String> known, Optional<RevisionHash> stable, Strategy.Kind strategy) {
    private static final String BLUE = "blue";
    private static final String GREEN = "green";

    static Colors of(Sight sight, Optional<RevisionHash> stable, Strategy.Kind strategy) {
        var known = new HashMap<RevisionHash, String>();
        sight.deployments()
                .values()
                .forEach(deployment -> Labels.revisionOf(deployment)
                        .ifPresent(revision -> Optional.ofNullable(
                                        deployment.getMetadata().getLabels().get(Labels.COLOR))
                                .ifPresent(color -> known.put(revision, color))));
        return new Colors(Map.copyOf(known), stable, strategy);
    }

    /** The colour that the revision has, or gets: with blueGreen the one that stable has not. */
    Optional<String> of(RevisionHash revision) {
        Optional<String> has = Optional.ofNullable(known.get(revision));
        if (has.isPresent() || strategy != Strategy.Kind.BLUE_GREEN) {
            return has;
        }
        boolean stableIsBlue = stable.filter(other -> !other.equals(revision))
                .flatMap(other -> Optional.ofNullable(known.get(other)).or(() -> Optional.of(BLUE)))
                .filter(BLUE::equals)
                .isPresent();
        return Optional.of(stableIsBlue ? GREEN : BLUE);
    }
}
