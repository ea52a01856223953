package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that the operator would make exists and belongs to somebody else; it is left alone. */
final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameTakenException(HasMetadata existing) {
        super(
                existing.getKind() + " " + existing.getMetadata().getName()
                        + " exists and is not owned by this ModelDeployment: delete it, or give the ModelDeployment another name");
    }
}
