package io.modeldeployment.server.store;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real HTTP server on loopback with files, ranges and entity tags, whose next answers a test may spoil. */
public final class LocalServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    /** What goes wrong with one answer. */
    public sealed interface Fault {
        /** Answers with a status, and with headers. */
        record Status(int status, Map<String, String> headers) implements Fault {}

        /** Sends so many bytes of what it announces, then closes the connection. */
        record CutAfter(int bytes) implements Fault {}

        /** Announces so many bytes more than there are, or, where negative, sends so many less than there are. */
        record LyingLength(int more) implements Fault {}

        /** Announces no length, and sends so many bytes more than there are. */
        record Chunked(int more) implements Fault {}

        /** Sends the whole file whatever was asked for. */
        record NoRanges() implements Fault {}

        /** Spoils one byte. */
        record Damage() implements Fault {}
    }

    /** A request that came. */
    public record Asked(
            String path, Optional<String> range, Optional<String> ifRange, Optional<String> authorization) {}

    public LocalServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts a file there; its tag follows its content. */
    public LocalServer put(String path, byte[] content) {
        files.put(path, content);
        tags.put(path, "\"" + Bytes.sha256(content).substring(0, 12) + "\"");
        return this;
    }

    public LocalServer remove(String path) {
        files.remove(path);
        return this;
    }

    public LocalServer redirect(String path, String location) {
        redirects.put(path, location);
        return this;
    }

    /** The next answers for a path, one fault each; after them it is served well. */
    public LocalServer fail(String path, Fault... next) {
        faults.computeIfAbsent(path, _ -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<Asked> asked(String path) {
        return asked().stream().filter(request -> request.path().equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            Headers headers = exchange.getRequestHeaders();
            asked.add(new Asked(
                    path,
                    Optional.ofNullable(headers.getFirst("Range")),
                    Optional.ofNullable(headers.getFirst("If-Range")),
                    Optional.ofNullable(headers.getFirst("Authorization"))));
            Deque<Fault> next = faults.get(path);
            Fault fault = next == null ? null : next.poll();
            if (fault instanceof Fault.Status(int status, Map<String, String> more)) {
                more.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().set("Location", redirects.get(path));
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            byte[] content = files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            send(exchange, content, tags.getOrDefault(path, ""), fault);
        }
    }

    private static void send(HttpExchange exchange, byte[] content, String tag, @Nullable Fault fault)
            throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        int from = fault instanceof Fault.NoRanges ? 0 : from(exchange.getRequestHeaders(), tag);
        if (from > 0 && from >= content.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        byte[] body = Arrays.copyOfRange(content, from, content.length);
        if (fault instanceof Fault.Damage) {
            body[body.length / 2] ^= 1;
        }
        int send = body.length;
        int announced = body.length;
        if (fault instanceof Fault.CutAfter(int bytes)) {
            send = Math.min(bytes, body.length);
        } else if (fault instanceof Fault.LyingLength(int more)) {
            announced = body.length + more;
            send = Math.min(announced, body.length);
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        // To the server of the JDK, 0 means chunks, and -1 nothing.
        exchange.sendResponseHeaders(
                from > 0 ? 206 : 200, fault instanceof Fault.Chunked ? 0 : announced == 0 ? -1 : announced);
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, send);
        out.flush();
        if (fault instanceof Fault.Chunked(int more)) {
            out.write(new byte[more]);
            out.close();
        }
    }

    private static int from(Headers headers, String tag) {
        String ifRange = headers.getFirst("If-Range");
        Matcher range = RANGE.matcher(String.valueOf(headers.getFirst("Range")));
        return range.matches() && (ifRange == null || ifRange.equals(tag)) ? Integer.parseInt(range.group(1)) : 0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
