package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.backup.Snapshot;
import io.modeldeployment.operator.backup.SnapshotSupport;
import io.modeldeployment.operator.backup.SnapshotSupport.Unusable;
import io.modeldeployment.operator.reconcile.rights.Denial;
import io.modeldeployment.operator.resources.Snapshots;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The VolumeSnapshots of the API server. Not every cluster has them, and one may get or lose them while the operator runs:
 * they are followed from when they are there, and asked for again now and then while they are not.
 */
final class SnapshotApi {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private Optional<String> source = Optional.empty();
    private Optional<Unusable> unusable = Optional.empty();
    private Instant lookAgain = Instant.MIN;

    /** Whether there are VolumeSnapshots, without their classes: from now on they are followed. */
    synchronized SnapshotSupport follow(Context<ModelBackup> context, Instant now) {
        if (source.isPresent()) {
            return new SnapshotSupport.Classes(List.of());
        }
        if (unusable.isPresent() && now.isBefore(lookAgain)) {
            return unusable.get();
        }
        EventSourceRetriever<ModelBackup> sources = context.eventSourceRetriever();
        try {
            // First, since an informer cannot even be made for a kind that nobody knows.
            find(context);
            var informer = informer(context);
            source = Optional.of(informer.name());
            sources.dynamicallyRegisterEventSource(informer);
            return new SnapshotSupport.Classes(List.of());
        } catch (RuntimeException e) {
            return forget(sources, reason(e).orElseThrow(() -> e), now);
        }
    }

    private static InformerEventSource<GenericKubernetesResource, ModelBackup> informer(Context<ModelBackup> context) {
        var configuration = InformerEventSourceConfiguration.from(
                        new GroupVersionKind(Snapshots.GROUP, Snapshots.VERSION, Snapshots.KIND), ModelBackup.class)
                .withLabelSelector(ModelBackup.OF_LABEL)
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ModelBackup.class))
                .build();
        return new InformerEventSource<>(
                configuration, context.eventSourceRetriever().eventSourceContextForDynamicRegistration());
    }

    /** Whether there are VolumeSnapshots, and the classes of them. */
    SnapshotSupport classes(Context<ModelBackup> context, Instant now) {
        if (follow(context, now) instanceof Unusable missing) {
            return missing;
        }
        return asked(
                context,
                now,
                () -> new SnapshotSupport.Classes(
                        context
                                .getClient()
                                .genericKubernetesResources(SnapshotKinds.classes())
                                .list()
                                .getItems()
                                .stream()
                                .map(Snapshots::snapshotClass)
                                .toList()));
    }

    /** The VolumeSnapshot of {@code backup}; asks the API server only for one that is not in the cache. */
    Optional<GenericKubernetesResource> find(ModelBackup backup, Context<ModelBackup> context, Instant now) {
        if (follow(context, now) instanceof Unusable) {
            return Optional.empty();
        }
        return context.getSecondaryResources(GenericKubernetesResource.class).stream()
                .filter(object -> BackupWriter.isOwned(object, backup))
                .findFirst()
                .or(() -> Optional.ofNullable(context.getClient()
                                .genericKubernetesResources(SnapshotKinds.snapshots())
                                .inNamespace(backup.getMetadata().getNamespace())
                                .withName(backup.getMetadata().getName())
                                .get())
                        .filter(object -> BackupWriter.isOwned(object, backup)));
    }

    /** What {@code snapshot} counts for; its content is asked for once it says that it is ready. */
    static Snapshot judge(GenericKubernetesResource snapshot, KubernetesClient client) {
        Optional<GenericKubernetesResource> content = Optional.of(snapshot)
                .filter(Snapshots::saysReady)
                .flatMap(Snapshots::contentOf)
                .map(name -> client.genericKubernetesResources(SnapshotKinds.contents())
                        .withName(name)
                        .get());
        return Snapshots.read(snapshot, content);
    }

    private interface Question {
        SnapshotSupport ask();
    }

    private synchronized SnapshotSupport asked(Context<ModelBackup> context, Instant now, Question question) {
        try {
            return question.ask();
        } catch (KubernetesClientException e) {
            return forget(context.eventSourceRetriever(), reason(e).orElseThrow(() -> e), now);
        }
    }

    private synchronized Unusable forget(EventSourceRetriever<ModelBackup> sources, Unusable reason, Instant now) {
        source.ifPresent(sources::dynamicallyDeRegisterEventSource);
        source = Optional.empty();
        unusable = Optional.of(reason);
        lookAgain = now.plus(LOOK_AGAIN);
        return reason;
    }

    /** A list tells a missing object from a missing API. */
    private static void find(Context<ModelBackup> context) {
        context.getClient()
                .genericKubernetesResources(SnapshotKinds.snapshots())
                .inNamespace(context.getPrimaryResource().getMetadata().getNamespace())
                .withLabel(ModelBackup.OF_LABEL)
                .list();
    }

    /** What only a person can mend; anything else passes by itself. */
    static Optional<Unusable> reason(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .flatMap(cause -> reason((KubernetesClientException) cause).stream())
                .findFirst();
    }

    private static Optional<Unusable> reason(KubernetesClientException error) {
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                Optional.of(
                        new Unusable(
                                "NotInstalled",
                                "the cluster does not know VolumeSnapshots: install the snapshot CRDs and the snapshot controller"));
            case HttpURLConnection.HTTP_FORBIDDEN ->
                Optional.of(new Unusable(
                        "Forbidden",
                        Denial.of(error).map(Denial::message).orElseGet(() -> String.valueOf(error.getMessage()))));
            default -> Optional.empty();
        };
    }
}
