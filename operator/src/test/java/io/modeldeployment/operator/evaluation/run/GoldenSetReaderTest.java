package io.modeldeployment.operator.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.api.v1.ConfigMapKeyReference;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.api.v1.GoldenSetVolume;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final EvaluationKey KEY =
            new EvaluationKey("models", "spam", new RevisionHash("v2"), Optional.empty(), Instant.EPOCH);
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
        int port = server.getAddress().getPort();
        return new ClusterGoldenSetReader(
                        client,
                        new UrlReader(BoundedHttp.newClient(), address -> true),
                        new VolumeReader(client, BoundedHttp.newClient(), "server", port))
                .read(KEY, source, DEADLINE);
    }

    private static GoldenSetSource map(String name, String key) {
        return new GoldenSetSource(new ConfigMapKeyReference(name, key), null, null, null);
    }

    private GoldenSetSource url(String path) {
        return new GoldenSetSource(
                null, "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path), null, null);
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
                read(new GoldenSetSource(new ConfigMapKeyReference("golden", null), null, null, null)));
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

    private static GoldenSetSource claim(String file) {
        return new GoldenSetSource(null, null, new GoldenSetVolume("papers", file), null);
    }

    /** The job controller and the kubelet: a pod that runs, or one that waits for {@code obstacle}. */
    private Job giveTheJobAPod(Optional<String> obstacle) {
        Job job = Objects.requireNonNull(client.batch()
                .v1()
                .jobs()
                .inNamespace("models")
                .withLabel(Labels.ANALYSIS, "spam")
                .informOnCondition(jobs -> !jobs.isEmpty())
                .join()
                .getFirst());
        var status = new PodStatusBuilder();
        obstacle.ifPresentOrElse(
                message -> status.withPhase("Pending")
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withMessage(message)
                        .endCondition(),
                () -> status.withPhase("Running").withPodIP("127.0.0.1"));
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("reader")
                        .withNamespace("models")
                        .addToLabels(
                                "batch.kubernetes.io/job-name",
                                job.getMetadata().getName())
                        .endMetadata()
                        .withStatus(status.build())
                        .build())
                .create();
        return job;
    }

    @Test
    void aClaimIsReadByAJobThatSeesTheOneFileAndIsGoneAfterwards() throws Exception {
        server.createContext("/golden-set.jsonl", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("lines".getBytes(StandardCharsets.UTF_8));
            }
        });
        var played = CompletableFuture.supplyAsync(() -> giveTheJobAPod(Optional.empty()));

        assertArrayEquals("lines".getBytes(StandardCharsets.UTF_8), read(claim("sets/mails.jsonl")));

        var pod = played.join().getSpec().getTemplate().getSpec();
        assertEquals(
                "sets/mails.jsonl",
                pod.getContainers().getFirst().getVolumeMounts().getFirst().getSubPath());
        assertTrue(pod.getVolumes().getFirst().getPersistentVolumeClaim().getReadOnly());
        assertEquals(
                List.of(),
                client.batch().v1().jobs().inNamespace("models").list().getItems());
    }

    @Test
    void whatKeepsTheJobFromReadingAClaimIsSaid() {
        var played = CompletableFuture.supplyAsync(
                () -> giveTheJobAPod(Optional.of("persistentvolumeclaim \"papers\" not found")));
        var reader = new VolumeReader(client, BoundedHttp.newClient(), "server");

        var refusal = assertThrows(
                UnmeasurableException.class,
                () -> reader.read(
                        "models", "spam", new GoldenSetVolume("papers", null), Deadline.in(Duration.ofSeconds(3))));

        played.join();
        assertTrue(refusal.reason().contains("could not be read in time: persistentvolumeclaim"), refusal.reason());
    }

    @Test
    void aFileThatIsNotOnTheClaimIsNamed() {
        CompletableFuture.supplyAsync(() -> giveTheJobAPod(Optional.empty()));

        assertTrue(problem(claim("other.jsonl")).startsWith("the claim papers has no file other.jsonl"));
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
                problem(new GoldenSetSource(null, "http://nowhere.invalid/set", null, null)));
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
