package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.cli.view.Fields;
import org.jspecify.annotations.Nullable;

/** The way to a server through the API server's proxy, so that it works from wherever kubectl works. */
final class PodDoor {
    private static final long USUAL_PORT = 8000;

    private final KubernetesClient client;
    private final Fields pod;

    PodDoor(KubernetesClient client, Fields pod) {
        this.client = client;
        this.pod = pod;
    }

    /**
     * The body of an answer.
     *
     * @throws KubernetesClientException when there is none, or it is not a success
     */
    String get(String path) {
        @Nullable
        String body = client.raw(
                "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + ":" + port() + "/proxy" + path);
        if (body == null) {
            throw new KubernetesClientException("nothing answers at " + path);
        }
        return body;
    }

    private long port() {
        return pod.list("spec", "containers").stream()
                .flatMap(container -> container.list("ports").stream())
                .filter(port -> port.text("name").filter("http"::equals).isPresent())
                .findFirst()
                .flatMap(port -> port.number("containerPort"))
                .orElse(USUAL_PORT);
    }
}
