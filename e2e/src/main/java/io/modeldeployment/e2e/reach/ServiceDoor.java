package io.modeldeployment.e2e.reach;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from this machine to the Services of a namespace: straight to their cluster IPs where there is a route, as on
 * the project's own node, else through the API server, by {@code kubectl proxy}.
 */
public final class ServiceDoor implements AutoCloseable {
    private static final int REACHABLE_MILLIS = 3000;
    private static final Duration RULES = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Pattern PROXY_ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final KubernetesClient client;
    private final String namespace;
    private @Nullable Process proxy;
    private @Nullable URI proxied;

    /** The way to the Services of {@code namespace}. */
    public ServiceDoor(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * The address under which the Service answers, ending with a slash.
     *
     * @throws IllegalStateException when there is no such Service
     */
    public synchronized URI of(String service) {
        var found = client.services().inNamespace(namespace).withName(service).get();
        if (found == null) {
            throw new IllegalStateException("there is no Service " + service + " in " + namespace);
        }
        String ip = found.getSpec().getClusterIP();
        int port = found.getSpec().getPorts().getFirst().getPort();
        if (proxied == null && reachesServices()) {
            awaitRules(ip, port);
            return URI.create("http://" + ip + ":" + port + "/");
        }
        return proxy().resolve("api/v1/namespaces/" + namespace + "/services/" + service + ":" + port + "/proxy/");
    }

    /** Whether cluster IPs have a route from here: the API server's own always has an endpoint to answer. */
    private boolean reachesServices() {
        var api =
                client.services().inNamespace("default").withName("kubernetes").get();
        return api != null
                && isReachable(
                        api.getSpec().getClusterIP(),
                        api.getSpec().getPorts().getFirst().getPort());
    }

    /** kube-proxy follows a new endpoint after a moment; a client that came earlier would be refused. */
    private static void awaitRules(String ip, int port) {
        long deadline = System.nanoTime() + RULES.toNanos();
        while (!isReachable(ip, port)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "nobody answers at " + ip + ":" + port + " after " + RULES.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Whether somebody answers there, straight from this machine. */
    public static boolean isReachable(String ip, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(ip, port), REACHABLE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private URI proxy() {
        if (proxied == null) {
            proxied = startProxy();
        }
        return proxied;
    }

    private URI startProxy() {
        try {
            Process started = new ProcessBuilder(new Kubectl(namespace).command("proxy", "--port=0"))
                    .redirectErrorStream(true)
                    .start();
            proxy = started;
            BufferedReader said = started.inputReader();
            String line = said.readLine();
            Matcher address = PROXY_ADDRESS.matcher(line == null ? "" : line);
            if (!address.find()) {
                throw new IllegalStateException("kubectl proxy did not say where it listens: " + line);
            }
            return URI.create("http://127.0.0.1:" + address.group(1) + "/");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kubectl: is it on the PATH?", e);
        }
    }

    @Override
    public synchronized void close() {
        if (proxy != null) {
            proxy.destroy();
        }
    }
}
