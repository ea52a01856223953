package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.modeldeployment.cli.cluster.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers every action at once, as the operator would, without doing it. */
final class PretendOperator implements AutoCloseable {
    private final KubernetesClient client;
    private final boolean accepting;
    private final Watch watch;

    PretendOperator(KubernetesClient client, boolean accepting) {
        this.client = client;
        this.accepting = accepting;
        watch = client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace("models")
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource resource) {
                        answer(resource);
                    }

                    @Override
                    public void onClose(@Nullable WatcherException cause) {}
                });
    }

    private void answer(GenericKubernetesResource resource) {
        var annotations = resource.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get("serving.modeldeployment.io/action");
        if (text == null || text.equals(resource.get("status", "lastHandledAction", "text"))) {
            return;
        }
        Map<String, Object> status =
                new LinkedHashMap<>(Objects.requireNonNull(resource.<Map<String, Object>>get("status")));
        status.put(
                "lastHandledAction",
                Map.of(
                        "id",
                        text.replaceAll(".*id=", ""),
                        "verb",
                        text.replaceAll(";.*", ""),
                        "accepted",
                        accepting,
                        "message",
                        accepting ? "the pause is over" : "not today",
                        "time",
                        "2026-03-01T12:00:01Z",
                        "text",
                        text));
        client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace("models")
                .withName(resource.getMetadata().getName())
                .edit(current -> {
                    current.setAdditionalProperty("status", status);
                    return current;
                });
    }

    @Override
    public void close() {
        watch.close();
    }
}
