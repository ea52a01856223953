package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a shell is told that a word may be. */
@EnableKubernetesMockClient(crud = true)
class CompletionTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private List<String> complete(String... words) {
        var arguments = new ArrayList<>(List.of("__complete"));
        arguments.addAll(List.of(words));
        var run = new CommandLineRun(client);
        assertEquals(0, run.run(arguments.toArray(String[]::new)), run.err());
        return run.out().lines().toList();
    }

    @Test
    void verbsByTheirBeginning() {
        assertEquals(List.of("promote", "pause", ":4"), complete("p"));
    }

    @Test
    void namesOfTheNamespaceThatIsMeant() {
        CommandLineRun.create(client, canary(), canary("name: spam\n", "name: ham\n"));
        assertEquals(
                List.of("ham", "spam", ":4"),
                complete("get", "-n", "models", "").stream()
                        .sorted(java.util.Comparator.comparing((String word) -> word.startsWith(":"))
                                .thenComparing(word -> word))
                        .toList());
        assertEquals(List.of("spam", ":4"), complete("promote", "--namespace=models", "s"));
        assertEquals(List.of(":4"), complete("promote", "-n", "models", "spam", ""), "one name is enough");
        assertEquals(List.of(":4"), complete("promote", "-n", "other", ""));
    }

    @Test
    void flagsAndTheirValues() {
        assertTrue(complete("promote", "--f").contains("--full"));
        assertEquals(List.of("json", ":4"), complete("get", "-o", "j"));
        assertEquals(List.of(":0"), complete("get", "--kubeconfig", ""), "files are the shell's own");
        assertEquals(List.of("bash", "zsh", "fish", ":4"), complete("completion", ""));
    }

    @Test
    void everyShellHasItsScript() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            var run = new CommandLineRun(client);
            assertEquals(0, run.run("completion", shell), run.err());
            assertTrue(run.out().contains("kubectl-mdep __complete"), run.out());
        }
        assertEquals(2, new CommandLineRun(client).run("completion", "tcsh"));
    }
}
