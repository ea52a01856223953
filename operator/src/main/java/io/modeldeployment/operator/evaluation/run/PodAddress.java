package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.http.Addresses;
import java.net.URI;

/**
 * Where a model server is asked.
 *
 * @param ip address of its pod
 * @param port port of its server
 */
public record PodAddress(String ip, int port) {
    URI uri(String path) {
        return URI.create("http://" + Addresses.authority(ip, port) + path);
    }

    @Override
    public String toString() {
        return ip + ":" + port;
    }
}
