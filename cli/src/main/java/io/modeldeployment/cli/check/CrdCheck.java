package io.modeldeployment.cli.check;

import io.modeldeployment.cli.view.Fields;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the CRD of a cluster with the one that this plugin was built with, field by field. */
public final class CrdCheck {
    private static final String WHAT = "CRD";
    private static final String VERSION = "v1";
    private static final int NAMED = 3;

    private CrdCheck() {}

    /**
     * Judges a CRD.
     *
     * @param installed the cluster's; without fields where there is none
     * @param own this plugin's
     */
    public static Finding of(Fields installed, Fields own) {
        if (installed.values().isEmpty()) {
            return Finding.failed(
                    WHAT, "the cluster has no ModelDeployments", "install the chart model-deployment-operator");
        }
        Fields version = version(installed);
        if (!version.isTrue("served")) {
            return Finding.failed(WHAT, "version " + VERSION + " is not served", "upgrade the chart");
        }
        if (!isEstablished(installed)) {
            return Finding.failed(WHAT, "not established", "look at 'kubectl describe crd " + installed.name() + "'");
        }
        Set<String> theirs = fields(version);
        Set<String> ours = fields(version(own));
        Set<String> missing = new TreeSet<>(ours);
        missing.removeAll(theirs);
        Set<String> unknown = new TreeSet<>(theirs);
        unknown.removeAll(ours);
        if (!missing.isEmpty()) {
            return Finding.warning(
                    WHAT, "older than this plugin: lacks " + words(missing), "upgrade the chart and its CRD");
        }
        return unknown.isEmpty()
                ? Finding.ok(WHAT, "version " + VERSION + ", the same as this plugin's")
                : Finding.warning(
                        WHAT, "newer than this plugin: also has " + words(unknown), "take the plugin of that version");
    }

    private static Fields version(Fields crd) {
        return crd.list("spec", "versions").stream()
                .filter(version -> version.text("name").filter(VERSION::equals).isPresent())
                .findFirst()
                .orElse(Fields.NONE);
    }

    private static boolean isEstablished(Fields crd) {
        return crd.list("status", "conditions").stream()
                .anyMatch(condition -> condition
                                .text("type")
                                .filter("Established"::equals)
                                .isPresent()
                        && condition.text("status").filter("True"::equals).isPresent());
    }

    private static Set<String> fields(Fields version) {
        var paths = new TreeSet<String>();
        collect("", version.at("schema", "openAPIV3Schema"), paths);
        return paths;
    }

    private static void collect(String path, Fields schema, Set<String> paths) {
        schema.at("properties").values().forEach((name, property) -> {
            String field = path.isEmpty() ? name : path + "." + name;
            if (paths.add(field)) {
                collect(field, Fields.of(property), paths);
            }
        });
        if (schema.value("items").isPresent()) {
            collect(path + "[]", schema.at("items"), paths);
        }
    }

    private static String words(Set<String> fields) {
        String first = fields.stream().limit(NAMED).collect(Collectors.joining(", "));
        return fields.size() > NAMED ? first + " and " + (fields.size() - NAMED) + " more" : first;
    }
}
