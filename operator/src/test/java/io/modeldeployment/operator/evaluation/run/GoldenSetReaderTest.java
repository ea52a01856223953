package io.modeldeployment.operator.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.api.v1.ConfigMapKeyReference;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where golden sets come from, and what is said when they do not. */
@EnableKubernetesMockClient(crud = true)
@Timeout(60)
class GoldenSetReaderTest {
    private static final Deadline DEADLINE = Deadline.in(Duration.ofSeconds(30));

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private byte[] read(GoldenSetSource source) throws UnmeasurableException, InterruptedException {
        return new ClusterGoldenSetReader(client, new UrlReader(BoundedHttp.newClient(), address -> true))
                .read("models", source, DEADLINE);
    }

    private static GoldenSetSource map(String name, String key) {
        return new GoldenSetSource(new ConfigMapKeyReference(name, key), null, null);
    }

    private GoldenSetSource url(String path) {
        return new GoldenSetSource(
                null, "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path), null);
    }

    private void answering(int status, byte[] body) {
        server.createContext("/set", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                if (body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
    }

    private String problem(GoldenSetSource source) {
        return assertThrows(UnmeasurableException.class, () -> read(source)).reason();
    }

    private void makeMap() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("golden")
                        .withNamespace("models")
                        .endMetadata()
                        .withData(Map.of("golden-set.jsonl", "text ü"))
                        .withBinaryData(Map.of(
                                "packed", Base64.getEncoder().encodeToString("bytes".getBytes(StandardCharsets.UTF_8))))
                        .build())
                .create();
    }

    @Test
    void aConfigMapGivesItsDataOrItsBinaryData() throws Exception {
        makeMap();
        assertArrayEquals(
                "text ü".getBytes(StandardCharsets.UTF_8),
                read(new GoldenSetSource(new ConfigMapKeyReference("golden", null), null, null)));
        assertArrayEquals("bytes".getBytes(StandardCharsets.UTF_8), read(map("golden", "packed")));
    }

    @Test
    void aMissingMapOrKeyIsNamedWithWhatThereIs() {
        makeMap();
        assertTrue(problem(map("other", "packed")).startsWith("there is no ConfigMap other in the namespace models"));
        assertEquals(
                "the ConfigMap golden has no key set: it has golden-set.jsonl, packed; write one of them into "
                        + "spec.evaluation.goldenSet.configMapRef",
                problem(map("golden", "set")));
    }

    @Test
    void aUrlGivesItsBody() throws Exception {
        answering(200, "lines".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals("lines".getBytes(StandardCharsets.UTF_8), read(url("/set")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302 | the golden set's URL answered 302: write the URL it redirects to",
                "401 | the golden set's URL answered 401: it has to be readable without a login",
                "500 | the golden set's URL answered 500: it has to be readable without a login",
            })
    void anAnswerThatIsNoFileIsNamed(int status, String said) {
        answering(status, new byte[0]);
        assertEquals(said, problem(url("/set")));
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        answering(200, new byte[GoldenSet.MOST_BYTES + 1]);
        assertTrue(problem(url("/set"))
                .contains("it is too large; write a URL that answers within 30 s with at most 4 MiB"));
    }

    @Test
    void aFileThatDripsIsNotWaitedFor() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            // The body never ends.
        });
        var reader = new UrlReader(BoundedHttp.newClient(), address -> true);
        String url = String.valueOf(url("/drip").url());
        var refusal =
                assertThrows(UnmeasurableException.class, () -> reader.read(url, Deadline.in(Duration.ofMillis(300))));
        assertTrue(refusal.reason().contains("no whole answer within"), refusal.reason());
    }

    @Test
    void nobodyIsThere() {
        server.stop(0);
        assertTrue(problem(url("/set")).contains("no connection"));
        assertEquals(
                "the host nowhere.invalid of the golden set is not known: check the URL",
                problem(new GoldenSetSource(null, "http://nowhere.invalid/set", null)));
    }

    @Test
    void aUrlOnTheOperatorsOwnMachineIsRefused() {
        var reader = new UrlReader(BoundedHttp.newClient(), Addresses::isElsewhere);
        var refusal = assertThrows(
                UnmeasurableException.class,
                () -> reader.read(String.valueOf(url("/set").url()), DEADLINE));
        assertEquals(
                "127.0.0.1 is an address of the operator's own machine: serve the golden set elsewhere",
                refusal.reason());
    }
}
