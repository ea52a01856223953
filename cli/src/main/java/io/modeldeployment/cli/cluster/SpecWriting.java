package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutView;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes a spec by a merge patch, and waits until the operator has seen it. */
public final class SpecWriting {
    private static final int ATTEMPTS = 20;

    private final Cluster cluster;
    private final String namespace;
    private final String name;

    /** What shall become of a spec: a merge patch of it. */
    @FunctionalInterface
    public interface Change {
        /** The patch of {@code spec}. */
        Map<String, @Nullable Object> of(Fields spec);
    }

    /** For one ModelDeployment. */
    public SpecWriting(Cluster cluster, String namespace, String name) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Writes the spec, if it is still the one that {@code looked} has.
     *
     * @param change what to write into a spec; without entries: nothing
     * @param rehearsal asks the API server what would become of it, and changes nothing
     * @return the resource after it; the one that was looked at when there is nothing to write
     */
    public Fields write(Fields looked, Change change, boolean rehearsal) {
        Fields current = looked;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var spec = change.of(current.at("spec"));
            if (spec.isEmpty()) {
                return current;
            }
            Optional<Fields> written = tried(current, spec, rehearsal);
            if (written.isPresent()) {
                return written.get();
            }
            current = cluster.find(Kind.MODEL_DEPLOYMENT, namespace, name)
                    .orElseThrow(() -> Failure.notFound(name + " was deleted"));
            if (!current.at("spec").equals(looked.at("spec"))) {
                throw Failure.refused(
                        "somebody changed the spec of " + name + " while you asked: look at it and decide again");
            }
        }
        throw Failure.refused(name + " changes all the time, so the spec could not be written; try again");
    }

    private Optional<Fields> tried(Fields current, Map<String, @Nullable Object> spec, boolean rehearsal) {
        var metadata = new LinkedHashMap<String, Object>();
        current.text("metadata", "resourceVersion").ifPresent(version -> metadata.put("resourceVersion", version));
        try {
            return Optional.of(cluster.patch(namespace, name, Map.of("metadata", metadata, "spec", spec), rehearsal));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Waits until the status speaks of the spec as it is in {@code written}. */
    public RolloutView seen(Fields written, Duration timeout) throws InterruptedException {
        long generation = written.number("metadata", "generation").orElse(0L);
        var signal = new Signal();
        long end = System.nanoTime() + timeout.toNanos();
        var watched = new LiveSet.Watched(Kind.MODEL_DEPLOYMENT, Scope.of(namespace, name));
        try (var live = new LiveSet<Fields>(cluster, watched, Function.identity(), signal::raise)) {
            while (true) {
                Fields now = live.now().stream().findFirst().orElseThrow(() -> Failure.notFound(name + " was deleted"));
                if (now.number("status", "observedGeneration").orElse(-1L) >= generation) {
                    return new RolloutView(now);
                }
                if (System.nanoTime() >= end) {
                    throw Failure.timedOut("the spec is written, but the operator has not seen it within "
                            + timeout.toSeconds() + "s; 'kubectl mdep check' says whether it runs");
                }
                signal.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        }
    }
}
