package io.modeldeployment.operator.analysis;

/**
 * Where a pod's server answers.
 *
 * @param name the pod's name and start, unique over time: a container that starts anew counts from 0
 * @param ip its address
 * @param port the server's port; its metrics are one above
 */
public record PodAddress(String name, String ip, int port) {
    String metricsUrl() {
        return "http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + (port + 1) + "/metrics";
    }
}
