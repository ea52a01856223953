package io.modeldeployment.operator.rollout;

/** Whose pods the main Service selects. A change of it is one atomic write of the Service's selector. */
public sealed interface Route {
    /** Nobody's: the first revision has not proven itself yet. */
    record None() implements Route {}

    /** One revision's. */
    record Only(RevisionHash revision) implements Route {}

    /** Every pod of the ModelDeployment: the share of a revision is its share of the ready pods. */
    record Shared() implements Route {}

    /** Whether a pod of {@code revision} can get requests by this route. */
    default boolean reaches(RevisionHash revision) {
        return switch (this) {
            case None() -> false;
            case Only(var only) -> only.equals(revision);
            case Shared() -> true;
        };
    }
}
