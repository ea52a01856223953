package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.operator.storage.Supply;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The claim that a fetched or restored model lies on. Its name follows from the model's source and digest, so that revisions of one model share
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

    /** On the claim of a restored model: its directory there. */
    public static final String PATH = ModelDeployment.GROUP + "/model-path";

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

    /** Name of the ModelBackup that the model is restored from; empty where it is fetched. */
    public Optional<String> backup() {
        return origin.backup();
    }

    /** Of the job that brings the model. */
    public String jobName() {
        return jobOf(name);
    }

    /** Of the job that brings a model onto the claim of a name. */
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
     * @param supply what a claim that is not there yet is made for
     */
    public PersistentVolumeClaim object(
            ModelDeployment owner, Optional<PersistentVolumeClaim> seen, Map<String, String> written, Supply supply) {
        var room = new ClaimRoom(Optional.ofNullable(owner.getSpec().model().storage()), backup().isPresent(), supply);
        var metadata = new OwnedObjects(owner).metadataOf(name);
        metadata.getLabels().put(Labels.MODEL, owner.getMetadata().getName());
        metadata.setAnnotations(written.isEmpty() ? null : new TreeMap<>(written));
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata)
                .withSpec(seen.map(room::kept).orElseGet(room::first))
                .build();
    }

    /** What its annotations say lies on it. */
    public static Map<String, String> written(PersistentVolumeClaim claim) {
        Map<String, String> all =
                Optional.ofNullable(claim.getMetadata().getAnnotations()).orElse(Map.of());
        return Stream.of(DIGEST, SOURCE_REVISION, PATH)
                .filter(all::containsKey)
                .collect(Collectors.toMap(key -> key, all::get));
    }

    /** Bytes that there is room for. */
    public static long room(ModelDeployment owner) {
        return ClaimRoom.fetched(Optional.ofNullable(owner.getSpec().model().storage()))
                .getNumericalAmount()
                .longValue();
    }
}
