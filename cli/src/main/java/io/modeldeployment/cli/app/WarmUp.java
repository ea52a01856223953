package io.modeldeployment.cli.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.modeldeployment.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import javax.net.ssl.SSLContext;

/**
 * Does once what people do, against a server of its own, so that the JVM can keep the classes that it takes for the next
 * start. Reaches no cluster.
 */
final class WarmUp {
    /** The word that asks for it. */
    static final String ASK = "__warm-up";

    private static final String MODEL = """
            {"apiVersion":"serving.modeldeployment.io/v1","kind":"ModelDeployment","metadata":{"name":"spam",
            "namespace":"default","resourceVersion":"1","creationTimestamp":"2026-01-01T00:00:00Z"},
            "spec":{"replicas":1,"strategy":{"canary":{"steps":[{"setWeight":50},{"pause":{}}]}}},
            "status":{"phase":"Paused","strategy":"Canary","step":"2/2","stableRevision":"b","candidateRevision":"c",
            "weights":{"stable":50,"candidate":50},"rollout":{"stage":"Progressing","stepIndex":1}}}""";

    private WarmUp() {}

    static int run() {
        HttpServer server = server();
        server.start();
        try {
            SSLContext.getDefault();
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            var surroundings = new Surroundings(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(Writer.nullWriter()),
                    Clock.systemUTC(),
                    Screen.plain(),
                    connection -> new KubernetesClientBuilder()
                            .withConfig(new ConfigBuilder()
                                    .withMasterUrl(url)
                                    .withNamespace("default")
                                    .build())
                            .build());
            Mdep.run(surroundings, "get");
            Mdep.run(surroundings, "get", "spam");
            Mdep.run(surroundings, "get", "spam", "-o", "json");
            Mdep.run(surroundings, "history", "spam");
            Mdep.run(surroundings, "abort", "spam", "--timeout", "1s");
            Mdep.run(surroundings, Completion.ASK, "get", "");
            return ExitCode.DONE.number();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has TLS", e);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer server() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", WarmUp::answer);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no port for the warm-up", e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String list = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                + (path.endsWith("/modeldeployments") ? MODEL : "") + "]}";
        byte[] body = (path.endsWith("/spam") ? MODEL : list).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
