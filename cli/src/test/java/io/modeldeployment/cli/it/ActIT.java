package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.Fixture;
import io.modeldeployment.cli.action.Verb;
import io.modeldeployment.cli.cluster.ActionDelivery;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several persons act on one rollout, while its status changes. */
class ActIT {
    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);
    private final Cluster cluster = new Cluster(client);

    @BeforeEach
    void model() {
        ApiServer.createModel(client, Fixture.CANARY.replace("namespace: models", "namespace: " + namespace));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void ofManyAtOnceOneActsAndTheOthersAreTold() throws Exception {
        List<Callable<String>> persons = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Verb verb = i % 2 == 0 ? Verb.ABORT : Verb.PROMOTE;
            String id = "person" + i;
            persons.add(() -> send(verb, id));
        }
        List<String> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(persons.size())) {
            for (Future<String> result : threads.invokeAll(persons)) {
                results.add(result.get());
            }
        }
        List<String> done =
                results.stream().filter(result -> result.startsWith("sent ")).toList();
        assertEquals(1, done.size(), results::toString);
        assertTrue(
                results.stream()
                        .filter(result -> !done.contains(result))
                        .allMatch(result -> result.contains("has not answered an earlier action yet")),
                results::toString);
        assertEquals(done.getFirst(), "sent " + annotation());
    }

    @Test
    void aBusyOperatorDoesNotKeepAnActionOut() {
        var busy = new AtomicBoolean(true);
        try (var operator = Executors.newSingleThreadExecutor()) {
            operator.execute(() -> {
                for (int i = 0; busy.get(); i++) {
                    try {
                        setMessage("pass " + i);
                    } catch (KubernetesClientException conflict) {
                        // The next pass sees the action, as the operator's does.
                    }
                }
            });
            try {
                for (int i = 0; i < 5; i++) {
                    String id = "try" + i;
                    assertEquals(
                            id,
                            new ActionDelivery(cluster, namespace, "spam")
                                    .send(Verb.ABORT, id, true)
                                    .id());
                }
            } finally {
                // Or the end of the operator would be waited for without end.
                busy.set(false);
            }
        }
    }

    private String send(Verb verb, String id) {
        try {
            return "sent "
                    + new ActionDelivery(cluster, namespace, "spam")
                            .send(verb, id, false)
                            .text();
        } catch (Failure refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private void setMessage(String message) {
        client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace(namespace)
                .withName("spam")
                .editStatus(resource -> {
                    Map<String, Object> status = resource.get("status");
                    status.put("message", message);
                    return resource;
                });
    }

    private String annotation() {
        return cluster.find(Kind.MODEL_DEPLOYMENT, namespace, "spam")
                .flatMap(object -> object.annotation("serving.modeldeployment.io/action"))
                .orElse("");
    }
}
