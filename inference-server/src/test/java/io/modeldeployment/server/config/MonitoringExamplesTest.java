package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import io.modeldeployment.server.fixture.FakeGpus;
import io.modeldeployment.server.inference.ServerMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard and alert rules name only what the server shows, and the documentation names all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringExamplesTest {
    private static final Path MONITORING = Path.of("../examples/monitoring");
    private static final Pattern SELECTOR = Pattern.compile("(model_[a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~?)\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\\bmodel_[a-z_]+");
    /** Labels that are not the server's. */
    private static final Set<String> ADDED = Set.of("instance", "le");

    private final ServerFixture server = new ServerFixture();
    private String shown = "";

    @BeforeAll
    void readMetrics() throws Exception {
        server.loadClassifier();
        server.post("/predict", "{\"text\": \"a\"}");
        new ServerMetrics(server.registry, "fake", "r1").watch(new FakeGpus());
        LogOutput.install(new LoggerContext(), ObserveOptions.NONE).register(server.registry, "fake", "r1");
        shown = server.get("/metrics").body();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Set<String> shownNames() {
        return shown.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> alertExpressions() throws IOException {
        JsonNode rules = JsonMapper.shared()
                .valueToTree(new Yaml().load(Files.readString(MONITORING.resolve("prometheus-rules.yaml"))));
        return rules.findValuesAsString("expr");
    }

    private static List<String> dashboardExpressions() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(MONITORING.resolve("grafana-dashboard.json"));
        List<String> expressions = new ArrayList<>(dashboard.findValuesAsString("expr"));
        dashboard
                .get("templating")
                .get("list")
                .forEach(variable -> expressions.add(variable.get("query").asString()));
        return expressions;
    }

    @Test
    void alertsNameWhatTheServerShows() throws IOException {
        assertTrue(alertExpressions().size() >= 10);
        alertExpressions().forEach(this::assertShown);
    }

    @Test
    void panelsNameWhatTheServerShows() throws IOException {
        assertTrue(dashboardExpressions().size() >= 15);
        dashboardExpressions().forEach(this::assertShown);
    }

    private void assertShown(String expression) {
        Set<String> names =
                NAME.matcher(expression).results().map(found -> found.group()).collect(Collectors.toSet());
        names.remove("model_name");
        names.removeAll(shownNames());
        assertEquals(Set.of(), names, expression);
        for (Matcher selector = SELECTOR.matcher(expression); selector.find(); ) {
            String metric = selector.group(1);
            for (Matcher matcher = MATCHER.matcher(selector.group(2)); matcher.find(); ) {
                String label = matcher.group(1);
                assertTrue(
                        ADDED.contains(label) || hasSample(metric, label, matcher.group(2), matcher.group(3)),
                        () -> metric + " has no such label: " + expression);
            }
        }
    }

    /** Whether a sample of the metric has the label, and the value where one is asked for. */
    private boolean hasSample(String metric, String label, String operator, String value) {
        String wanted = value.startsWith("$") ? ".*" : operator.equals("=") ? Pattern.quote(value) : value;
        Pattern sample = Pattern.compile(metric + "\\{([^}]*,)?" + label + "=\"" + wanted + "\".*");
        return shown.lines().anyMatch(line -> sample.matcher(line).matches());
    }

    @Test
    void theDocumentationNamesEveryMetric() throws IOException {
        String page = Files.readString(Path.of("../docs/serving.md"));
        Set<String> missing = shownNames().stream()
                .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
                .filter(family -> !page.contains("`" + family + "`"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }
}
