package io.modeldeployment.operator.reconcile.rights;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What one pass was not allowed: the feature that needs it waits, and all others go on. */
public final class Denials {
    /** How soon it is tried again; nobody tells when a right is given. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Set<Denial> all = new LinkedHashSet<>();

    /** Carries {@code effect} out; false where a right is missing for it, which is remembered. */
    public boolean attempt(Runnable effect) {
        try {
            effect.run();
            return true;
        } catch (KubernetesClientException e) {
            all.add(Denial.of(e).orElseThrow(() -> e));
            return false;
        }
    }

    /** What is missing and what to do, in a sentence; empty where nothing is. */
    public Optional<String> message() {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of("The operator may not " + joined(Denial::what) + ": " + joined(Denial::remedy)
                        + ". What needs it waits, the rest goes on");
    }

    private String joined(Function<Denial, String> part) {
        return all.stream().map(part).distinct().sorted().collect(Collectors.joining("; "));
    }

    /** When to try again; empty: no need. */
    public Optional<Duration> recheckAfter() {
        return all.isEmpty() ? Optional.empty() : Optional.of(LOOK_AGAIN);
    }
}
