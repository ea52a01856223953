package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.check.OperatorCheck;
import io.modeldeployment.cli.report.Bundle;
import io.modeldeployment.cli.report.Redaction;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gathers all about one ModelDeployment that helps to understand what happened to it. Never reads a Secret. */
public final class ReportCollection {
    private static final int LOG_LINES = 500;

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final Redaction redaction = new Redaction();
    private final Bundle bundle = new Bundle(redaction);

    /** About one ModelDeployment. */
    public ReportCollection(Cluster cluster, String namespace, String name) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
    }

    /** Gathers; what cannot be had is named and left out. */
    public Bundle collect(Fields rollout, boolean logs) {
        Scope owned = Scope.labelled(namespace, Keys.NAME, name);
        put("modeldeployment.yaml", List.of(rollout));
        put("revisions.yaml", readable(listed(Kind.CONTROLLER_REVISION, owned)));
        put("deployments.yaml", listed(Kind.DEPLOYMENT, owned));
        List<Fields> pods = listed(Kind.POD, owned);
        put("pods.yaml", pods);
        put("events.yaml", events(pods));
        for (Fields pod : pods) {
            if (logs) {
                logs(pod, "logs/");
            }
            tried("metrics of " + pod.name(), () -> new PodDoor(cluster.client(), pod).get("/metrics"))
                    .ifPresent(text -> bundle.put("metrics/" + pod.name() + ".txt", text));
        }
        operator(logs);
        return bundle;
    }

    private List<Fields> listed(Kind kind, Scope scope) {
        return tried(kind.plural(), () -> cluster.list(kind, scope, Function.identity()))
                .orElse(List.of());
    }

    /** The content of a revision is JSON in a string: as a tree its secrets are found by their fields. */
    private List<Fields> readable(List<Fields> revisions) {
        var readable = new ArrayList<Fields>();
        for (Fields revision : revisions) {
            var data = new LinkedHashMap<>(revision.at("data").values());
            revision.text("data", "content")
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> data.put("content", Serialization.unmarshal(text, Map.class)));
            var values = new LinkedHashMap<>(revision.values());
            values.put("data", data);
            readable.add(new Fields(values));
        }
        return readable;
    }

    /** Events about the ModelDeployment and its objects, whose names all begin with its own. */
    private List<Fields> events(List<Fields> pods) {
        return listed(Kind.EVENT, Scope.in(Optional.of(namespace))).stream()
                .filter(event -> {
                    String about = event.text("involvedObject", "name").orElse("");
                    return about.equals(name)
                            || about.startsWith(name + "-")
                            || pods.stream().anyMatch(pod -> pod.name().equals(about));
                })
                .toList();
    }

    private void logs(Fields pod, String folder) {
        for (Fields container : pod.list("spec", "containers")) {
            String which = container.text("name").orElse("");
            String file = folder + pod.name() + "-" + which;
            var door = cluster.client()
                    .pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .inContainer(which);
            tried("log of " + pod.name(), () -> door.tailingLines(LOG_LINES).getLog())
                    .ifPresent(text -> bundle.put(file + ".log", text));
            boolean died = pod.list("status", "containerStatuses").stream()
                    .anyMatch(status -> status.number("restartCount").orElse(0L) > 0);
            if (died) {
                tried(
                                "log of " + pod.name() + " before its restart",
                                () -> door.terminated().tailingLines(LOG_LINES).getLog())
                        .ifPresent(text -> bundle.put(file + "-before-restart.log", text));
            }
        }
    }

    private void operator(boolean logs) {
        var lease = new Scope(Optional.empty(), Optional.of(OperatorCheck.LEASE), Optional.empty());
        for (Fields found : listed(Kind.LEASE, lease)) {
            put("operator/lease.yaml", List.of(found));
            String holder = found.text("spec", "holderIdentity").orElse("");
            tried("the operator's pod", () -> cluster.find(Kind.POD, found.namespace(), holder))
                    .flatMap(Function.identity())
                    .ifPresent(pod -> {
                        put("operator/pod.yaml", List.of(pod));
                        if (logs) {
                            logs(pod, "operator/");
                        }
                    });
        }
    }

    private void put(String file, List<Fields> objects) {
        var text = new StringBuilder();
        objects.forEach(
                object -> text.append(Serialization.asYaml(redaction.of(object).values())));
        bundle.put(file, text.toString());
    }

    private <T> Optional<T> tried(String what, Supplier<T> read) {
        try {
            return Optional.ofNullable(read.get());
        } catch (KubernetesClientException e) {
            String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            bundle.miss(what, String.valueOf(said).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }
}
