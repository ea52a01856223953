package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.Action.PublishEvent;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/**
 * Publishes Events about a ModelDeployment. The name of an Event follows from what the pass started from, so a pass that
 * is repeated after a crash publishes nothing twice.
 */
final class EventPublisher {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int NOTE_LENGTH = 1000;

    private final KubernetesClient client;
    private final ModelDeployment about;

    EventPublisher(KubernetesClient client, ModelDeployment about) {
        this.client = client;
        this.about = about;
    }

    void publish(PublishEvent event, Instant now) {
        var meta = about.getMetadata();
        String note = event.message()
                .substring(0, Math.min(NOTE_LENGTH, event.message().length()));
        int identity = Objects.hash(meta.getUid(), meta.getResourceVersion(), event.reason(), note);
        var built = new EventBuilder()
                .withNewMetadata()
                .withName(meta.getName() + "." + Integer.toHexString(identity))
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(now)))
                .withReportingController(Labels.MANAGER)
                .withReportingInstance(Labels.MANAGER)
                .withAction("Rollout")
                .withType(event.warning() ? "Warning" : "Normal")
                .withReason(event.reason())
                .withNote(note)
                .withNewRegarding()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .endRegarding()
                .build();
        try {
            client.resource(built).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
