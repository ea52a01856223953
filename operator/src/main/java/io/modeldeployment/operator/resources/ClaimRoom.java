package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.modeldeployment.api.v1.ModelAccessMode;
import io.modeldeployment.api.v1.ModelStorageSpec;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.storage.Supply;
import io.modeldeployment.operator.storage.Supply.Restorable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large a model's claim is, of which class, and what its volume is made from.
 *
 * @param storage what the user asks for
 * @param isRestored whether the model comes out of a backup, so that the backup says how much it needs
 * @param supply what is known of where the model comes from
 */
record ClaimRoom(Optional<ModelStorageSpec> storage, boolean isRestored, Supply supply) {
    private static final Quantity STANDARD = new Quantity("10Gi");
    private static final long MIB = 1L << 20;
    /** What a file system needs for itself: a tenth, and this. */
    private static final long OVERHEAD_MIB = 64;

    /** What a model that is fetched gets. */
    static Quantity fetched(Optional<ModelStorageSpec> storage) {
        return asked(storage).orElse(STANDARD);
    }

    private static Optional<Quantity> asked(Optional<ModelStorageSpec> storage) {
        return storage.map(ModelStorageSpec::size);
    }

    /** A claim that is not there yet. */
    PersistentVolumeClaimSpec first() {
        return spec(
                List.of(CanonicalForm.name(
                        storage.map(ModelStorageSpec::accessMode).orElse(ModelAccessMode.READ_WRITE_ONCE))),
                storage.map(ModelStorageSpec::storageClassName)
                        .or(() -> restorable().flatMap(Restorable::storageClass)),
                size(),
                restorable().flatMap(ClaimRoom::snapshot));
    }

    /** A claim that is there: it may grow, and nothing else of it can be changed. */
    PersistentVolumeClaimSpec kept(PersistentVolumeClaim seen) {
        Optional<Quantity> is = Optional.ofNullable(seen.getSpec().getResources())
                .map(resources -> resources.getRequests())
                .map(requests -> requests.get("storage"));
        Optional<Quantity> wanted = isRestored ? asked(storage) : Optional.of(fetched(storage));
        return spec(
                seen.getSpec().getAccessModes(),
                Optional.ofNullable(seen.getSpec().getStorageClassName()),
                // Of two that are the same, as it is written.
                larger(is, wanted).orElse(STANDARD),
                Optional.ofNullable(seen.getSpec().getDataSource()));
    }

    private Optional<Restorable> restorable() {
        return supply instanceof Restorable known ? Optional.of(known) : Optional.empty();
    }

    /** At least as large as the backup needs it (rule 24), whatever was asked for. */
    private Quantity size() {
        return restorable()
                .flatMap(known -> larger(Optional.of(needed(known)), asked(storage)))
                .orElseGet(() -> fetched(storage));
    }

    private static Quantity needed(Restorable known) {
        return known.place() instanceof Place.Snapshotted(var _, var restoreSize) && restoreSize.isPresent()
                ? new Quantity(restoreSize.get())
                : new Quantity((known.bytes() * 11 / 10 + MIB - 1) / MIB + OVERHEAD_MIB + "Mi");
    }

    private static Optional<Quantity> larger(Optional<Quantity> one, Optional<Quantity> other) {
        return Stream.of(one, other)
                .flatMap(Optional::stream)
                .reduce((first, second) ->
                        second.getNumericalAmount().compareTo(first.getNumericalAmount()) > 0 ? second : first);
    }

    private static Optional<TypedLocalObjectReference> snapshot(Restorable known) {
        return known.place() instanceof Place.Snapshotted(var name, var _)
                ? Optional.of(new TypedLocalObjectReference(Snapshots.GROUP, Snapshots.KIND, name))
                : Optional.empty();
    }

    private static PersistentVolumeClaimSpec spec(
            List<String> modes,
            Optional<String> storageClass,
            Quantity size,
            Optional<TypedLocalObjectReference> dataSource) {
        return new PersistentVolumeClaimSpecBuilder()
                .withAccessModes(modes)
                .withStorageClassName(storageClass.orElse(null))
                .withDataSource(dataSource.orElse(null))
                .withNewResources()
                .addToRequests("storage", size)
                .endResources()
                .build();
    }
}
