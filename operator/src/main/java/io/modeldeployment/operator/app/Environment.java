package io.modeldeployment.operator.app;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator is told from outside.
 *
 * @param watchNamespaces namespaces to watch; empty: all
 * @param serverImage image of pods whose spec names none
 * @param podNamespace where the Lease lives
 * @param podName who holds the Lease
 * @param httpPort port of health and metrics
 */
record Environment(Set<String> watchNamespaces, String serverImage, String podNamespace, String podName, int httpPort) {
    static Environment of(Map<String, String> variables) {
        return new Environment(
                Arrays.stream(variables.getOrDefault("WATCH_NAMESPACES", "").split(","))
                        .map(String::strip)
                        .filter(namespace -> !namespace.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                required(variables, "SERVER_IMAGE", "the image of the inference server"),
                required(variables, "POD_NAMESPACE", "the namespace for the leader election's Lease"),
                required(variables, "POD_NAME", "the name that holds the Lease"),
                port(variables.getOrDefault("HTTP_PORT", "8080")));
    }

    private static String required(Map<String, String> variables, String name, String what) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("set " + name + " to " + what);
        }
        return value;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("HTTP_PORT is '" + text + "': write a number from 0 to 65535");
    }
}
