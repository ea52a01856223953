package io.modeldeployment.operator.reconcile.rights;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that the operator would make exists and belongs to somebody else; it is left alone (rule 13). */
public final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what to do.
     *
     * @param existing the object in the way
     * @param kind of what the operator made it for, such as {@code ModelDeployment}
     */
    public NameTakenException(HasMetadata existing, String kind) {
        super("%s %s exists and is not owned by this %s: delete it, or give the %s another name"
                .formatted(existing.getKind(), existing.getMetadata().getName(), kind, kind));
    }
}
