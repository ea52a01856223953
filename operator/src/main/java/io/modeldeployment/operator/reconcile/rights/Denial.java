package io.modeldeployment.operator.reconcile.rights;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A right that the operator lacks, as the API server named it.
 *
 * @param verb such as {@code create}
 * @param resource in plural
 * @param group of the API; empty for the core
 */
public record Denial(String verb, String resource, String group) {
    /** Quotas and policies refuse with the same code, in other words. */
    private static final Pattern WORDS =
            Pattern.compile("cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\"");

    /** The right that {@code error} was about; empty where it was about something else. */
    public static Optional<Denial> of(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .filter(cause -> cause.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
                .map(cause -> WORDS.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> new Denial(found.group(1), found.group(2), found.group(3)))
                .findFirst();
    }

    /** What is missing, and what to do. */
    public String message() {
        return "the operator may not " + what() + ": " + remedy();
    }

    String what() {
        return verb + " " + resource + " (API group " + (group.isEmpty() ? "core" : group) + ")";
    }

    String remedy() {
        return switch (group) {
            case "snapshot.storage.k8s.io" -> "set snapshots.enabled in the chart, or grant it";
            case "gateway.networking.k8s.io" -> "set gatewayAPI.enabled in the chart, or grant it";
            case "keda.sh" -> "set keda.enabled in the chart, or grant it";
            default -> "upgrade the chart with rbac.create, or grant it as its templates/rbac.yaml does";
        };
    }
}
