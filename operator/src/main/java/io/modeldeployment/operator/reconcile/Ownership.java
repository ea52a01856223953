package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells what belongs to a ModelDeployment from what only has the name for it: by the owner's UID (rule 13). */
final class Ownership {
    private Ownership() {}

    /** Whether {@code object} names {@code owner} as its owner. */
    static boolean isOwned(HasMetadata object, HasMetadata owner) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
    }
}
