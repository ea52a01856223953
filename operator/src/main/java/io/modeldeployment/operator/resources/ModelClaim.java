package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.modeldeployment.api.v1.ModelAccessMode;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.api.v1.ModelStorageSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The claim that a fetched model lies on. Its name follows from the model's source and digest, so that revisions of one model share
 * it, and another operator finds it again.
 *
 * @param name of the claim
 * @param origin where the model comes from
 */
public record ModelClaim(String name, ModelOrigin origin) {
    /** On a claim whose model is whole: its digest. */
    public static final String DIGEST = ModelDeployment.GROUP + "/model-digest";

    /** On a claim whose model is whole: what its source calls it. */
    public static final String SOURCE_REVISION = ModelDeployment.GROUP + "/model-revision";

    private static final String STANDARD_SIZE = "10Gi";
    private static final int HASH_LENGTH = 10;
    /** Jobs have names of 63 characters: this many are left beside -model-, hash and -fetch. */
    private static final int PREFIX_LENGTH = 40;

    /** The claim of a model; empty where the kubelet brings it. */
    public static Optional<ModelClaim> of(String owner, ModelSpec model) {
        return ModelOrigin.of(model.source()).map(origin -> {
            String identity = owner + "\n" + origin.json() + "\n" + Objects.toString(model.sha256(), "");
            String prefix = owner.substring(0, Math.min(PREFIX_LENGTH, owner.length()));
            return new ModelClaim(prefix + "-model-" + Hashes.of(identity, HASH_LENGTH), origin);
        });
    }

    /** Where the model comes from, for people. */
    public String title() {
        return origin.title();
    }

    /** Of the job that fetches the model. */
    public String jobName() {
        return jobOf(name);
    }

    /** Of the job that fetches onto the claim of a name. */
    public static String jobOf(String claimName) {
        return claimName + "-fetch";
    }

    /** Names of the claims that the pods of a template mount. */
    public static Set<String> mountedBy(PodTemplateSpec template) {
        return template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The claim as it shall be.
     *
     * @param seen as it is; what cannot be changed any more is left as it is, and it never shrinks
     * @param written annotations that say what lies on it
     */
    public PersistentVolumeClaim object(
            ModelDeployment owner, Optional<PersistentVolumeClaim> seen, Map<String, String> written) {
        Optional<ModelStorageSpec> storage =
                Optional.ofNullable(owner.getSpec().model().storage());
        var metadata = new OwnedObjects(owner).metadataOf(name);
        metadata.getLabels().put(Labels.MODEL, owner.getMetadata().getName());
        metadata.setAnnotations(written.isEmpty() ? null : new TreeMap<>(written));
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withAccessModes(seen.map(claim -> claim.getSpec().getAccessModes())
                        .orElseGet(() -> List.of(accessMode(storage))))
                .withStorageClassName(storageClass(storage, seen).orElse(null))
                .withNewResources()
                .addToRequests("storage", size(storage, seen))
                .endResources()
                .endSpec()
                .build();
    }

    /** What its annotations say lies on it. */
    public static Map<String, String> written(PersistentVolumeClaim claim) {
        Map<String, String> all =
                Optional.ofNullable(claim.getMetadata().getAnnotations()).orElse(Map.of());
        return Stream.of(DIGEST, SOURCE_REVISION)
                .filter(all::containsKey)
                .collect(Collectors.toMap(key -> key, all::get));
    }

    /** Bytes that there is room for. */
    public static long room(ModelDeployment owner) {
        return wanted(Optional.ofNullable(owner.getSpec().model().storage()))
                .getNumericalAmount()
                .longValue();
    }

    private static Optional<String> storageClass(
            Optional<ModelStorageSpec> storage, Optional<PersistentVolumeClaim> seen) {
        return seen.isPresent()
                ? seen.map(claim -> claim.getSpec().getStorageClassName())
                : storage.map(ModelStorageSpec::storageClassName);
    }

    private static String accessMode(Optional<ModelStorageSpec> storage) {
        return CanonicalForm.name(storage.map(ModelStorageSpec::accessMode).orElse(ModelAccessMode.READ_WRITE_ONCE));
    }

    private static Quantity wanted(Optional<ModelStorageSpec> storage) {
        return storage.map(ModelStorageSpec::size).orElse(new Quantity(STANDARD_SIZE));
    }

    /** The larger one, as it is written where both are the same. */
    private static Quantity size(Optional<ModelStorageSpec> storage, Optional<PersistentVolumeClaim> seen) {
        Quantity wanted = wanted(storage);
        return seen.map(claim -> claim.getSpec().getResources())
                .map(resources -> resources.getRequests())
                .map(requests -> requests.get("storage"))
                .filter(is -> is.getNumericalAmount().compareTo(wanted.getNumericalAmount()) >= 0)
                .orElse(wanted);
    }
}
