package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Plays the controller of the Gateways in one namespace, as little as the operator needs of it: looks every 50 ms, and says
 * of each change of an HTTPRoute that it is taken up, or refuses it, or keeps silent.
 */
final class FakeGateway implements AutoCloseable {
    /** What becomes of a change of an HTTPRoute. */
    sealed interface Mood {
        /** It is taken up. */
        record Accepts() implements Mood {}

        /** Nobody says anything. */
        record Silent() implements Mood {}

        /** It is refused. */
        record Refuses(String reason) implements Mood {}

        /** It is taken up, unless it asks for copies of requests. */
        record CannotMirror() implements Mood {}
    }

    private final KubernetesClient client;
    private final String namespace;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private volatile Mood mood = new Mood.Accepts();

    FakeGateway(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        var _ = loop.scheduleWithFixedDelay(this::pass, 0, 50, TimeUnit.MILLISECONDS);
    }

    void feel(Mood other) {
        mood = other;
    }

    private void pass() {
        try {
            client.resources(HTTPRoute.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(this::answer);
        } catch (KubernetesClientException e) {
            // A conflict, or HTTPRoutes or the namespace are gone: the next pass sees it as it is then.
        }
    }

    private void answer(HTTPRoute route) {
        HTTPRouteStatus status = status(route, mood);
        boolean isSaid = route.getStatus() != null
                && words(route.getStatus()).equals(words(status))
                && route.getStatus().getParents().size() == status.getParents().size();
        if (!(mood instanceof Mood.Silent) && !isSaid) {
            route.setStatus(status);
            client.resource(route).patchStatus();
        }
    }

    private static List<String> words(HTTPRouteStatus status) {
        return status.getParents().stream()
                .flatMap(parent -> parent.getConditions().stream())
                .map(condition -> condition.getType() + condition.getStatus() + condition.getObservedGeneration())
                .toList();
    }

    private static HTTPRouteStatus status(HTTPRoute route, Mood mood) {
        Optional<String> refusal = switch (mood) {
            case Mood.Refuses(String reason) -> Optional.of(reason);
            case Mood.CannotMirror() when hasFilters(route) -> Optional.of("UnsupportedValue");
            default -> Optional.empty();
        };
        return new HTTPRouteStatusBuilder()
                .withParents(IntStream.range(0, route.getSpec().getParentRefs().size())
                        .mapToObj(index -> parent(route, index, refusal))
                        .toList())
                .build();
    }

    private static boolean hasFilters(HTTPRoute route) {
        return route.getSpec().getRules().stream()
                .anyMatch(rule -> !rule.getFilters().isEmpty());
    }

    private static RouteParentStatus parent(HTTPRoute route, int index, Optional<String> refusal) {
        return new RouteParentStatusBuilder()
                .withControllerName("fake.example.com/controller")
                .withParentRef(route.getSpec().getParentRefs().get(index))
                .withConditions(
                        condition(route, "Accepted", refusal), condition(route, "ResolvedRefs", Optional.empty()))
                .build();
    }

    private static Condition condition(HTTPRoute route, String type, Optional<String> refusal) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(refusal.isEmpty() ? "True" : "False")
                .withReason(refusal.orElse(type))
                .withMessage("")
                .withObservedGeneration(route.getMetadata().getGeneration())
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .build();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
