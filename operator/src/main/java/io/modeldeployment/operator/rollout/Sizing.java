package io.modeldeployment.operator.rollout;

import java.util.Optional;

/** How many pods a step wants a candidate to have. */
public sealed interface Sizing {
    /** So many, at least 1. */
    record Replicas(int count) implements Sizing {}

    /** A share in 1..100 of those at rest, rounded up. */
    record Percent(int percent) implements Sizing {}

    /** Those that its weight needs, as without the step. */
    record ByWeight() implements Sizing {}

    /** The pods where {@code replicas} run at rest; empty: its weight decides. */
    default Optional<Integer> of(int replicas) {
        return switch (this) {
            case Replicas(int count) -> Optional.of(count);
            case Percent(int percent) -> Optional.of(ReplicaSplit.sized(replicas, percent));
            case ByWeight() -> Optional.empty();
        };
    }

    /** In words that are persisted, see {@link Step#words}. */
    default String words() {
        return switch (this) {
            case Replicas(int count) -> String.valueOf(count);
            case Percent(int percent) -> percent + "%";
            case ByWeight() -> "matchTrafficWeight";
        };
    }
}
