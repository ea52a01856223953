package io.modeldeployment.server.store.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.server.store.Meter;
import io.modeldeployment.server.store.ModelFile;
import io.modeldeployment.server.store.ModelManifest;
import io.modeldeployment.server.store.Progress.Phase;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tells how far a command is and how it ended: to a person, to whoever asks, and in the pod's status. */
final class Report {
    /** May go away by itself; the same call again may work. */
    private static final int PASSING = 1;
    /** Will not go away by itself. */
    private static final int LASTING = 3;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_FILES = 20;
    /** Kubernetes keeps 4096 bytes. */
    private static final int MOST_BYTES = 3_500;

    private final PrintWriter out;
    private final PrintWriter err;
    private final ReportFlags flags;

    Report(PrintWriter out, PrintWriter err, ReportFlags flags) {
        this.out = out;
        this.err = err;
        this.flags = flags;
    }

    /** What is done, with a meter to say how far it is. */
    interface Work {
        ModelManifest run(Meter meter) throws StoreException, InterruptedException;
    }

    /**
     * Does it.
     *
     * @return the exit code
     */
    int on(Work work) {
        Meter meter = new Meter(Time.SYSTEM, progress -> print(JSON.writeValueAsString(progress)));
        @Nullable HttpServer server = null;
        try {
            server = listen(meter);
            ModelManifest model = work.run(meter);
            meter.begin(Phase.Ready, model.size());
            finish(result(model));
            return 0;
        } catch (StoreException e) {
            return failed(meter, e);
        } catch (IOException e) {
            return failed(meter, new StoreException(Reason.REFUSED, "--progress-port: " + e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed(meter, new StoreException(Reason.UNREACHABLE, "interrupted"));
        } finally {
            if (server != null) {
                server.stop(0);
            }
        }
    }

    private int failed(Meter meter, StoreException failure) {
        meter.begin(Phase.Failed, 0);
        String message = failure.getMessage();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("reason", failure.reason().word());
        error.put("message", message.substring(0, Math.min(message.length(), 1_000)));
        finish(JSON.writeValueAsString(error));
        err.println("modelserver: " + failure.reason().word() + ": " + message);
        err.flush();
        return failure.reason().isPassing() ? PASSING : LASTING;
    }

    /** What it is, with as many files as Kubernetes keeps. */
    static String result(ModelManifest model) {
        int files = Math.min(MOST_FILES, model.files().size());
        String text;
        do {
            text = JSON.writeValueAsString(summary(model, files));
        } while (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES && --files >= 0);
        return text;
    }

    private static Map<String, Object> summary(ModelManifest model, int files) {
        List<Map<String, Object>> listed = model.files().stream()
                .limit(files)
                .map((ModelFile file) -> Map.<String, Object>of("path", file.path(), "size", file.size()))
                .toList();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("digest", model.digest());
        result.put("revision", model.revision());
        result.put("bytes", model.size());
        result.put("fileCount", model.files().size());
        result.put("files", listed);
        return result;
    }

    private void finish(String json) {
        print(json);
        Path file = flags.result;
        try {
            if (Files.isWritable(file)) {
                Files.writeString(file, json + "\n", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException _) {
            // It has been printed already.
        }
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private @Nullable HttpServer listen(Meter meter) throws IOException {
        Integer port = flags.progressPort;
        if (port == null) {
            return null;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/progress", exchange -> answer(exchange, meter));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Meter meter) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(meter.now());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
