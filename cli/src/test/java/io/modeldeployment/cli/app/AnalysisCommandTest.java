package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.judged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

/** What analysis shows. */
@EnableKubernetesMockClient(crud = true)
class AnalysisCommandTest {
    private static final String SENTENCE =
            "errors: candidate 0.00 % of 2,476, stable 0.00 % of 3,831, difference +0.00 points (-1.09 to +1.09)";

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private String analysis(String... more) {
        var run = new CommandLineRun(client);
        var arguments = new java.util.ArrayList<>(java.util.List.of("analysis", "spam", "-n", "models"));
        java.util.Collections.addAll(arguments, more);
        assertEquals(0, run.run(arguments.toArray(String[]::new)), run.err());
        return run.out();
    }

    @Test
    void withoutAVerdictItSaysSo() throws Exception {
        CommandLineRun.create(client, canary());
        assertEquals("No analysis: the status of spam has no verdict.\n", analysis());
        assertEquals(
                0,
                new ObjectMapper()
                        .readTree(analysis("-o", "json"))
                        .at("/verdicts")
                        .size());
    }

    @Test
    void whatTheOperatorWritesIsShownForPeopleAndWholeForPrograms() throws Exception {
        CommandLineRun.create(client, judged());
        String text = analysis();
        assertTrue(text.startsWith("ANALYSIS\n"), text);
        assertTrue(text.contains("\nEVALUATION\n"), text);
        assertTrue(text.contains("liveAgreement.share:        0.98 (0.9113 to 0.999)"), text);
        var document = new ObjectMapper().readTree(analysis("-o", "json"));
        assertEquals(
                196, document.at("/verdicts/evaluation/liveAgreement/equal").asInt());
        assertEquals(
                0.918,
                document.at("/verdicts/evaluation/candidate/accuracy/value").asDouble());
        assertEquals(
                "metric1 ERROR_RATE 0.1",
                document.at("/verdicts/analysis/metrics/0/state").asText());
    }

    @Test
    void verdictsAreATableWithTheSentenceOfEachBelowIt() throws Exception {
        CommandLineRun.create(
                client,
                canary(
                        "strategy: Canary",
                        "analysis: {verdict: Pass, metrics: [{name: ErrorRate, verdict: Pass, message: '" + SENTENCE
                                + "'}, {name: Latency, verdict: Pass}]}"));
        assertEquals("""
                ANALYSIS
                verdict: Pass

                metrics
                  NAME        VERDICT
                  ErrorRate   Pass
                    %s
                  Latency     Pass
                """.formatted(SENTENCE), analysis());
        assertEquals(
                "Pass",
                new ObjectMapper()
                        .readTree(analysis("-o", "json"))
                        .at("/verdicts/analysis/verdict")
                        .asText());
    }
}
