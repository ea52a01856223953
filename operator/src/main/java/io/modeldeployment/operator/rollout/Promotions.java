package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps which revisions were promoted and not aborted since: only to those there is a quick way back (rule 3). */
final class Promotions {
    /** As many as spec.rollbackWindow can ask for, and those in between that take part in nothing. */
    private static final int KEPT = 100;

    private Promotions() {}

    /** The list after this pass, the newest promotion first. */
    static List<RevisionHash> of(RolloutState state, Rollout rollout, Situation situation) {
        var promoted = new ArrayList<>(rollout.promoted());
        promotedNow(state, rollout).ifPresent(revision -> {
            promoted.remove(revision);
            promoted.addFirst(revision);
        });
        abortedNow(state).ifPresent(promoted::remove);
        promoted.removeIf(revision -> !situation.seen().exists(revision) && !state.involves(revision));
        return promoted.stream().limit(KEPT).toList();
    }

    /** Also the one that is stable when the list is begun: an operator that kept none has promoted it. */
    private static Optional<RevisionHash> promotedNow(RolloutState state, Rollout rollout) {
        if (!(state instanceof Stable(var revision)) || rollout.state().isEmpty()) {
            return Optional.empty();
        }
        boolean counts = switch (rollout.state().get()) {
            case Initial _, Promoting _, Verifying _ -> true;
            case Stable _ -> rollout.promoted().isEmpty();
            default -> false;
        };
        return counts ? Optional.of(revision) : Optional.empty();
    }

    private static Optional<RevisionHash> abortedNow(RolloutState state) {
        return switch (state) {
            case RollingBack(var _, var candidate, var abort) when abort.cause().sticky() -> Optional.of(candidate);
            case Failed(var _, var candidate, var _) -> Optional.of(candidate);
            default -> Optional.empty();
        };
    }

    /**
     * Whether a rollout from {@code stable} to the wanted revision is a return inside the rollback window: it was promoted,
     * it was made before stable, and fewer promoted ones than the window has revisions lie in between.
     */
    static boolean areReturnedTo(RevisionHash stable, Situation situation) {
        RevisionHash wanted = situation.wanted();
        long from = number(stable, situation);
        long to = number(wanted, situation);
        long between = situation.promoted().stream()
                .mapToLong(revision -> number(revision, situation))
                .filter(number -> to < number && number < from)
                .count();
        return situation.promoted().contains(wanted)
                && situation.seen().exists(wanted)
                && to < from
                && between < situation.policy().rollbackWindow();
    }

    private static long number(RevisionHash revision, Situation situation) {
        return situation.seen().of(revision).number();
    }
}
