package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the described interface against the real one: paths, fields, examples and answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocsTest {
    private static final String ROOT = "io.modeldeployment.server";
    /** What describes the interface is not described itself. */
    private static final Set<String> UNDESCRIBED =
            Set.of("/v3/api-docs", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/{file}");

    private final ServerFixture classifier = new ServerFixture();
    private final ServerFixture embedder = new ServerFixture();
    private final ServerFixture reranker = new ServerFixture();

    @BeforeAll
    void start() {
        classifier.loadClassifier();
        embedder.loadEmbedder();
        reranker.loadReranker();
    }

    @AfterAll
    void stop() {
        classifier.close();
        embedder.close();
        reranker.close();
    }

    private static JsonNode document(ServerFixture server) throws Exception {
        HttpResponse<String> answer = server.get("/v3/api-docs");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("application/json", ServerFixture.type(answer));
        return ServerFixture.json(answer);
    }

    @Test
    void isTheSameInBothFormats() throws Exception {
        HttpResponse<String> yaml = classifier.get("/v3/api-docs.yaml");
        assertEquals("application/yaml", ServerFixture.type(yaml));
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.body());
        assertEquals(document(classifier), JsonMapper.shared().valueToTree(loaded));
        assertEquals("3.1.0", document(classifier).get("openapi").stringValue());
        assertFalse(yaml.body().contains("${"), "something was not filled in");
    }

    @Test
    void tellsTheLimitsOfThisServer() throws Exception {
        JsonNode schemas = document(classifier).get("components").get("schemas");
        assertEquals(1000, schemas.get("Text").get("maxLength").intValue());
        assertEquals(
                9, schemas.at("/BatchPredictRequest/properties/texts/maxItems").intValue());
        assertEquals(99, schemas.at("/TokenIds/items/maximum").intValue());
        assertEquals(20, schemas.at("/TokenIds/maxItems").intValue());
        assertEquals(2, schemas.at("/TopK/default").intValue());
    }

    @Test
    void waitsForTheModel() throws Exception {
        try (ServerFixture starting = new ServerFixture()) {
            HttpInterfaceTest.assertProblem(503, "still loading", starting.get("/v3/api-docs"));
            assertEquals(200, starting.get("/swagger-ui.html").statusCode());
        }
    }

    @Test
    void describesEveryEndpointAndNoOther() throws Exception {
        Set<String> described = new TreeSet<>();
        document(classifier)
                .get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> mapped = new TreeSet<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT + ".web", ROOT + ".health")
                        .stream()
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .forEach(method -> mapped.addAll(mappings(method)));
        assertEquals(mapped, described);
    }

    private static List<String> mappings(Method method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) {
            return List.of();
        }
        return Arrays.stream(mapping.path())
                // The same endpoints for names with a slash, which OpenAPI cannot say of one parameter.
                .filter(path -> !path.contains("{owner}") && !UNDESCRIBED.contains(path))
                .map(path -> mapping.method()[0] + " " + path)
                .toList();
    }

    @Test
    void describesEveryOperationWhole() throws Exception {
        document(classifier)
                .get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .forEach(operation -> assertWhole(
                                operation.getKey() + " " + path.getKey(), operation.getKey(), operation.getValue())));
    }

    private static void assertWhole(String name, String method, JsonNode operation) {
        assertTrue(operation.hasNonNull("summary") && operation.hasNonNull("tags"), name);
        Set<String> statuses = Set.copyOf(operation.get("responses").propertyNames());
        assertTrue(statuses.containsAll(Set.of("200", "406")), name + " " + statuses);
        if (method.equals("post")) {
            assertTrue(
                    statuses.containsAll(Set.of("400", "408", "413", "415", "422", "429", "500", "503")),
                    name + " " + statuses);
            assertExample(name, operation.get("requestBody"));
        }
        assertExample(name, operation.get("responses").get("200"));
    }

    private static void assertExample(String name, JsonNode body) {
        body.get("content")
                .forEach(content -> assertTrue(content.has("example") || content.has("examples"), name + " " + body));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PredictRequest, web.PredictRequest",
        "BatchPredictRequest, web.BatchPredictRequest",
        "EmbedRequest, web.tei.EmbedRequest",
        "RerankRequest, web.tei.RerankRequest",
        "Ranked, web.tei.Ranked",
        "EmbeddingsRequest, web.openai.EmbeddingsRequest",
        "EmbeddingsResponse, web.openai.EmbeddingsResponse",
        "Model, web.openai.OpenAiController$Model",
        "Models, web.openai.OpenAiController$Models",
        "InferRequest, web.kserve.InferRequest",
        "InferParameters, web.kserve.InferRequest$Parameters",
        "InputTensor, web.kserve.InferRequest$Tensor",
        "RequestedOutput, web.kserve.InferRequest$Output",
        "InferResponse, web.kserve.InferResponse",
        "ModelMetadata, web.kserve.ModelMetadata",
        "TensorMetadata, web.kserve.ModelMetadata$Tensor",
        "ServerMetadata, web.kserve.KServeController$ServerMetadata",
        "ModelReady, web.kserve.KServeController$ModelReady",
        "LabelScore, scoring.LabelScore",
        "Classified, web.PredictResponse$Classified",
        "Embedded, web.PredictResponse$Embedded",
        "ClassifiedText, web.BatchPredictResponse$ClassifiedText",
        "EmbeddedText, web.BatchPredictResponse$EmbeddedText",
        "ClassifiedBatch, web.BatchPredictResponse$Classified",
        "EmbeddedBatch, web.BatchPredictResponse$Embedded",
        "ModelInfo, web.ModelInfo",
        "ModelInfo/properties/limits, web.ModelInfo$Limits",
        "ModelInfo/properties/agreement, scoring.Agreement",
        "Health, health.HealthController$Health"
    })
    void describesTheFieldsOfEveryBody(String schema, String type) throws Exception {
        Set<String> described = new TreeSet<>(document(classifier)
                .at("/components/schemas/" + schema + "/properties")
                .propertyNames());
        Set<String> real = new TreeSet<>();
        Arrays.stream(Class.forName(ROOT + "." + type).getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .forEach(real::add);
        assertEquals(real, described);
    }

    @Test
    void givesExamplesThatTheServerAnswersAsDescribed() throws Exception {
        List<String> sent = new ArrayList<>();
        for (ServerFixture server : List.of(classifier, embedder, reranker)) {
            JsonNode document = document(server);
            for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
                JsonNode operation = path.getValue().get("post");
                if (operation != null && fits(server, path.getKey())) {
                    String url = path.getKey().replace("{model}", "fake").replace("{version}", "r1");
                    for (Map.Entry<String, JsonNode> example : operation
                            .at("/requestBody/content/application~1json/examples")
                            .properties()) {
                        if (server != embedder || !example.getKey().equals("options") || !url.equals("/predict")) {
                            assertAnswered(server, url, example.getValue().get("value"), document, operation);
                            sent.add(url);
                        }
                    }
                }
            }
        }
        assertTrue(sent.size() > 20, sent.toString());
    }

    private boolean fits(ServerFixture server, String path) {
        return switch (path) {
            case "/embed", "/v1/embeddings" -> server == embedder;
            case "/rerank" -> server == reranker;
            default -> true;
        };
    }

    private static void assertAnswered(
            ServerFixture server, String url, JsonNode request, JsonNode document, JsonNode operation)
            throws Exception {
        HttpResponse<String> answer = server.post(url, request.toString());
        assertEquals(200, answer.statusCode(), url + " " + request + " " + answer.body());
        JsonNode content = operation.at("/responses/200/content/application~1json");
        Set<Set<String>> described = new HashSet<>();
        Stream.concat(
                        content.path("examples").valueStream().map(example -> example.get("value")),
                        Stream.of(content.path("example")))
                .forEach(example -> described.add(names(example)));
        Set<String> real = names(ServerFixture.json(answer));
        assertTrue(
                described.stream().anyMatch(names -> names.containsAll(real)),
                () -> url + " answers with " + real + " and its examples have " + described);
    }

    /** The names of all fields, with those of the fields they lie in. */
    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        collect("", node, names);
        return names;
    }

    private static void collect(String prefix, JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            names.add(prefix + field.getKey());
            collect(prefix + field.getKey() + ".", field.getValue(), names);
        });
        node.valueStream().filter(element -> node.isArray()).forEach(element -> collect(prefix, element, names));
    }

    @Test
    void givesAnExampleOfInfoWithItsRealFields() throws Exception {
        JsonNode example = document(classifier).at("/paths/~1info/get/responses/200/content/application~1json/example");
        JsonNode info = ServerFixture.json(classifier.get("/info"));
        assertEquals(List.copyOf(info.propertyNames()), List.copyOf(example.propertyNames()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"swagger-ui.css", "swagger-ui-bundle.js", "initializer.js", "favicon-32x32.png"})
    void servesThePageWithAllItNeeds(String file) throws Exception {
        HttpResponse<String> page = classifier.get("/swagger-ui.html");
        assertEquals("text/html", ServerFixture.type(page));
        assertTrue(
                page.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'"));
        assertTrue(page.body().contains("swagger-ui/" + file), page.body());
        HttpResponse<String> answer = classifier.get("/swagger-ui/" + file);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().length() > 100, file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/swagger-ui/page.htm", "/swagger-ui/..", "/swagger-ui/swagger-ui.js", "/swagger-ui/openapi.yaml"
            })
    void servesNoOtherFile(String path) throws Exception {
        HttpResponse<String> answer = classifier.get(path);
        assertEquals(404, answer.statusCode(), answer.body());
    }
}
