package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.http.Addresses;

/**
 * Where a pod's server answers.
 *
 * @param process names the server's process for good, by the pod's UID and its container's restarts: another one counts from 0
 * @param ip its address
 * @param port the server's port; its metrics are one above
 */
public record PodAddress(String process, String ip, int port) {
    String metricsUrl() {
        return "http://" + Addresses.authority(ip, port + 1) + "/metrics";
    }
}
