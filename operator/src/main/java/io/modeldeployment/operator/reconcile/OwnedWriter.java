package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.reconcile.rights.NameTakenException;
import java.util.Optional;

/** Writes owned objects by server-side apply, and only where what we own of them differs (rules 13 and 22). */
final class OwnedWriter {
    private final KubernetesClient client;
    private final Context<ModelDeployment> context;
    private final ModelDeployment owner;

    OwnedWriter(ModelDeployment owner, Context<ModelDeployment> context) {
        this.client = context.getClient();
        this.context = context;
        this.owner = owner;
    }

    /** Makes {@code desired} so; {@code seen} is what the cache has of it. */
    <T extends HasMetadata> void apply(T desired, Optional<T> seen) {
        if (seen.isPresent()
                && SSABasedGenericKubernetesResourceMatcher.<T>getInstance().matches(seen.get(), desired, context)) {
            return;
        }
        if (seen.isEmpty()) {
            refuseForeign(desired);
        }
        client.resource(desired)
                .fieldManager(context.getControllerConfiguration().fieldManager())
                .forceConflicts()
                .serverSideApply();
    }

    /** The cache keeps only what is ours, so what it lacks is looked at before it is taken over. */
    private <T extends HasMetadata> void refuseForeign(T desired) {
        T live = client.resource(desired).get();
        if (live != null && !Ownership.isOwned(live, owner)) {
            throw new NameTakenException(live, owner.getKind());
        }
    }

    /** Removes an object that was seen. */
    <T extends HasMetadata> void delete(Optional<T> seen) {
        seen.filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(object -> client.resource(object).delete());
    }
}
