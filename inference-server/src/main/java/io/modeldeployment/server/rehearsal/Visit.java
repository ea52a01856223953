package io.modeldeployment.server.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call of each kind that a pod gets in its first moments.
 *
 * <p>Spoken over a bare socket: an HTTP client's classes would be recorded with the server's, and loaded at every start.
 */
public final class Visit {
    private static final List<Call> CALLS = List.of(
            new Call("GET", "/health/ready", "", 200),
            new Call("POST", "/predict", "{\"text\": \"hello\", \"top_k\": 1}", 200),
            new Call("POST", "/batch_predict", "{\"texts\": [\"free prize\", \"hello\"]}", 200),
            new Call("POST", "/predict", "{\"text\": \"\"}", 400),
            new Call("GET", "/health/live", "", 200),
            new Call("GET", "/info", "", 200),
            new Call("GET", "/metrics", "", 200));

    private record Call(String method, String path, String body, int status) {}

    private Visit() {}

    /**
     * Makes the calls.
     *
     * @param port where a server is ready, on the loopback address
     * @throws IOException where it cannot be reached
     * @throws IllegalStateException when it does not answer as it should
     */
    public static void pay(int port) throws IOException {
        for (Call call : CALLS) {
            String answer = send(port, call);
            if (!answer.startsWith("HTTP/1.1 " + call.status)) {
                throw new IllegalStateException("%s %s was to be answered with %d and got: %s"
                        .formatted(call.method, call.path, call.status, answer));
            }
        }
    }

    private static String send(int port, Call call) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] body = call.body.getBytes(StandardCharsets.UTF_8);
            String head =
                    "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(call.method, call.path, body.length);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
