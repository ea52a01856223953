package io.modeldeployment.e2e.bench;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.watch.OnChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Which pods the users' Service led to, and when, as a watch of its EndpointSlices told. */
final class EndpointLog implements AutoCloseable {
    private final String name;
    private final SharedIndexInformer<EndpointSlice> slices;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** The pods that got requests from then on. */
    private record Seen(Instant at, Set<String> pods) {
        boolean has(String prefix) {
            return pods.stream().anyMatch(pod -> pod.startsWith(prefix));
        }
    }

    private EndpointLog(DeployedModel model) {
        name = model.name();
        slices = model.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(model.given().namespace())
                .withLabel("kubernetes.io/service-name", name)
                .runnableInformer(0);
    }

    static EndpointLog of(DeployedModel model) {
        var log = new EndpointLog(model);
        log.slices.addEventHandler(new OnChange<>(log::look));
        log.slices.run();
        return log;
    }

    /** When the first pod of {@code revision} got into the Service; empty while none has. */
    Optional<Instant> joined(String revision) {
        return seen.stream()
                .filter(each -> each.has(prefix(revision)))
                .map(Seen::at)
                .findFirst();
    }

    /** When all of its pods were out again; empty while they are not. */
    Optional<Instant> left(String revision) {
        Optional<Instant> joined = joined(revision);
        return seen.stream()
                .filter(each -> joined.isPresent() && each.at().isAfter(joined.get()))
                .filter(each -> !each.has(prefix(revision)))
                .map(Seen::at)
                .findFirst();
    }

    private String prefix(String revision) {
        return name + "-" + revision + "-";
    }

    private synchronized void look() {
        Set<String> pods = slices.getStore().list().stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .filter(EndpointLog::getsRequests)
                .map(endpoint -> endpoint.getTargetRef().getName())
                .collect(Collectors.toUnmodifiableSet());
        seen.add(new Seen(Instant.now(), pods));
    }

    private static boolean getsRequests(Endpoint endpoint) {
        return endpoint.getTargetRef() != null
                && !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    @Override
    public void close() {
        slices.close();
    }
}
