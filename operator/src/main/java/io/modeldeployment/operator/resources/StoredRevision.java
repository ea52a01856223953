package io.modeldeployment.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.Map;
import java.util.Optional;

/**
 * What a ControllerRevision keeps of a revision, so that its Deployment can be made again as it was.
 *
 * @param hash names the revision
 * @param number order of creation
 * @param content canonical text of what the hash was made from
 * @param template pods as they were first rendered
 */
public record StoredRevision(RevisionHash hash, long number, String content, PodTemplateSpec template) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT = "content";
    private static final String TEMPLATE = "template";

    /** Name of the ModelBackup that its model is restored from. */
    public Optional<String> backup() {
        try {
            JsonNode name = JSON.readTree(content).at("/model/source/backup/name");
            return name.isTextual() ? Optional.of(name.asText()) : Optional.empty();
        } catch (JsonProcessingException e) {
            // Of one that was adopted nothing but its pods is known.
            return Optional.empty();
        }
    }

    /** What {@code data} of the ControllerRevision holds. */
    Map<String, Object> data() {
        return Map.of(CONTENT, content, TEMPLATE, template);
    }

    /** Reads back what {@link OwnedObjects#controllerRevision} wrote. */
    public static StoredRevision read(ControllerRevision object, KubernetesSerialization serialization) {
        Map<?, ?> data = serialization.convertValue(object.getData(), Map.class);
        var hash = Labels.revisionOf(object)
                .orElseThrow(() -> new IllegalStateException(
                        "ControllerRevision " + object.getMetadata().getName() + " has no label " + Labels.REVISION));
        return new StoredRevision(
                hash,
                object.getRevision(),
                String.valueOf(data.get(CONTENT)),
                serialization.convertValue(data.get(TEMPLATE), PodTemplateSpec.class));
    }
}
