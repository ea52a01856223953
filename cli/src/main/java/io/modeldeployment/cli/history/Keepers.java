package io.modeldeployment.cli.history;

import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds who keeps a resource as it is written somewhere else, and so would take an undo back. */
public final class Keepers {
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "argocd.argoproj.io/tracking-id", "Argo CD",
            "meta.helm.sh/release-name", "Helm",
            "kubectl.kubernetes.io/last-applied-configuration", "kubectl apply");
    private static final Map<String, String> LABELS = Map.of(
            "argocd.argoproj.io/instance", "Argo CD",
            "kustomize.toolkit.fluxcd.io/name", "Flux",
            "helm.toolkit.fluxcd.io/name", "Flux");
    private static final Map<String, String> MANAGERS =
            Map.of("argocd", "Argo CD", "kustomize-controller", "Flux", "helm-controller", "Flux");

    private Keepers() {}

    /** The warning that belongs to an undo of {@code object}. */
    public static String warning(Fields object) {
        List<String> keepers = of(object);
        return keepers.isEmpty()
                ? "if this ModelDeployment comes from Git or a file, change it there too: the next apply takes this back"
                : String.join(" and ", keepers) + " wrote this ModelDeployment and may take this back:"
                        + " change it at its source too";
    }

    static List<String> of(Fields object) {
        var found = new ArrayList<String>();
        ANNOTATIONS.forEach((key, name) -> object.annotation(key).ifPresent(value -> found.add(name)));
        LABELS.forEach((key, name) -> object.label(key).ifPresent(value -> found.add(name)));
        object.list("metadata", "managedFields").stream()
                .map(entry -> entry.text("manager").orElse("").toLowerCase(Locale.ROOT))
                .forEach(manager -> MANAGERS.forEach((part, name) -> {
                    if (manager.contains(part)) {
                        found.add(name);
                    }
                }));
        return found.stream().distinct().sorted().toList();
    }
}
