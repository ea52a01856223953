package io.modeldeployment.operator.rollout;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a rollout may yet want of the devices that others could have too, so that they can be kept for it.
 *
 * @param candidate whose pods need them
 * @param pods pods with devices that it may ask for yet, beyond those that there are
 * @param queues whether it has to wait until there is room for all of them
 * @param started whether it has pods or gave some up, so that it ends sooner if it gets the rest
 * @param surplus pods beyond those at rest, which it gives back in the end
 */
public record Claim(RevisionHash candidate, int pods, boolean queues, boolean started, int surplus) {
    /** The claim of a resource in {@code state}; empty where nothing is rolled out, or it asks for no device. */
    public static Optional<Claim> of(Optional<RolloutState> state, RolloutPolicy policy, Observation seen) {
        if (policy.surge() == Surge.FREE) {
            return Optional.empty();
        }
        boolean queues = policy.surge() == Surge.QUEUE || policy.replicas() < 2;
        boolean grows = state.filter(
                        now -> now instanceof RolloutState.RollingBack || now instanceof RolloutState.Verifying)
                .isEmpty();
        int most = queues && grows ? peak(policy) : 0;
        return state.flatMap(now -> candidate(now, policy)).map(candidate -> {
            int extra = desired(seen, view -> takesPart(view, candidate, state)) - policy.replicas();
            return new Claim(
                    candidate,
                    Math.max(0, most - extra),
                    queues,
                    seen.of(candidate).desired() > 0 || !queues && extra < 0,
                    Math.max(0, desired(seen, _ -> true) - policy.replicas()));
        });
    }

    private static boolean takesPart(RevisionView view, RevisionHash candidate, Optional<RolloutState> state) {
        return view.hash().equals(candidate)
                || state.filter(now -> now.involves(view.hash())).isPresent();
    }

    private static int desired(Observation seen, Predicate<RevisionView> whose) {
        return seen.all().stream().filter(whose).mapToInt(RevisionView::desired).sum();
    }

    /** Whether the candidate may have its first pod, where there is {@code room}. */
    public Clearance clearance(Room room) {
        String what = "room for " + (pods == 1 ? "a pod" : pods + " pods") + " of " + candidate;
        return isQueued(room)
                ? new Clearance.Awaited(
                        Clearance.Need.ROOM, room.why().isEmpty() ? what : what + " (" + room.why() + ")")
                : new Clearance.Cleared();
    }

    /** Whether it waits for its turn, where there is {@code room}. */
    public boolean isQueued(Room room) {
        return queues && !started && room.more() < pods;
    }

    private static Optional<RevisionHash> candidate(RolloutState state, RolloutPolicy policy) {
        Optional<RevisionHash> wanted = Optional.of(policy.wanted()).filter(_ -> !policy.paused());
        return switch (state) {
            case RolloutState.Progressing(var _, var candidate, var _, var _, var _, var _, var _, var _) ->
                Optional.of(candidate);
            case RolloutState.Promoting(var _, var candidate, var _) -> Optional.of(candidate);
            case RolloutState.Stable(var stable) -> wanted.filter(revision -> !revision.equals(stable));
            case RolloutState.Failed(var stable, var failed, var _) ->
                wanted.filter(revision -> !revision.equals(stable) && !revision.equals(failed));
            case RolloutState.Verifying(var _, var candidate, var _, var _) -> Optional.of(candidate);
            case RolloutState.RollingBack(var _, var candidate, var _) -> Optional.of(candidate);
            case RolloutState.Initial _ -> Optional.empty();
        };
    }

    /** Pods beyond those at rest that a rollout has at most, where stable gives none up for it. */
    static int peak(RolloutPolicy policy) {
        int full = policy.fullReplicas();
        Strategy strategy = policy.strategy();
        boolean doubles = strategy.kind() == Strategy.Kind.BLUE_GREEN
                || policy.gateway()
                        .filter(gateway -> !gateway.dynamicStableScale())
                        .isPresent();
        int asked = strategy.steps().stream()
                .mapToInt(step -> switch (step) {
                    case Step.Preview(int pods) -> pods;
                    case Step.Scale(var pods) -> pods.of(full).orElse(1);
                    case Step.SetMirror(int percent) -> percent == 0 ? 1 : 1 + ReplicaSplit.sized(full, percent);
                    default -> 1;
                })
                .max()
                .orElse(1);
        return Math.max(doubles ? full : 1, asked);
    }
}
