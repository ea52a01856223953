package io.modeldeployment.e2e.demo;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.e2e.load.LoadReport;
import io.modeldeployment.e2e.reach.Kubectl;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells the demo's story on a cluster that is up and has the operator; {@code make demo} prepares all that. */
public final class Demo {
    static final String NAMESPACE = "model-deployment-demo";

    private static final int DEFAULT_WIDTH = 160;

    private Demo() {}

    /**
     * Runs it; the exit status is 1 when a request failed or a rollout did not end as it should.
     *
     * @param arguments root of the repository
     */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Demo REPOSITORY (make demo does this)");
            System.exit(2);
        }
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(out, "1".equals(System.getenv("DEMO_COLOUR")), width());
        System.exit(run(Path.of(arguments[0]), terminal));
    }

    private static int run(Path repository, Terminal terminal) {
        long begun = System.nanoTime();
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(NAMESPACE)
                            .endMetadata()
                            .build())
                    .serverSideApply();
            var reports = new Story(client, new Kubectl(NAMESPACE), terminal, repository).tell();
            return summary(reports, Duration.ofNanos(System.nanoTime() - begun), terminal);
        } catch (AssertionError | IllegalStateException | UncheckedIOException | KubernetesClientException e) {
            terminal.line("");
            terminal.bad(String.valueOf(e.getMessage()));
            terminal.line("  look with: kubectl -n " + NAMESPACE + " describe mdep,pods");
            return 1;
        }
    }

    private static int summary(List<LoadReport> reports, Duration took, Terminal terminal) {
        var all = new LoadReport(
                reports.stream().flatMap(report -> report.calls().stream()).toList());
        int failed = all.failures().size();
        terminal.heading("What the clients saw");
        terminal.row(List.of(-9, -7, -9, -9, -12), List.of("requests", "failed", "p50", "p99", "story took"));
        terminal.row(
                List.of(-9, -7, -9, -9, -12),
                List.of(
                        Integer.toString(all.requests()),
                        Integer.toString(failed),
                        millis(all.latencyAt(50)),
                        millis(all.latencyAt(99)),
                        took.toSeconds() + " s"));
        return failed == 0 ? 0 : 1;
    }

    private static String millis(Duration latency) {
        return String.format(Locale.ROOT, "%d ms", latency.toMillis());
    }

    private static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
