package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.canaryObjects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.render.Style;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A watch on a terminal draws in place, and ends when what it shows is gone. */
@EnableKubernetesMockClient(crud = true)
@SuppressWarnings("NullAway") // what is absent fails the test
class WatchTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @Test
    void aTerminalIsDrawnAgainInItsPlace() {
        CommandLineRun.create(client, canary());
        CommandLineRun.create(client, canaryObjects());
        var run = new CommandLineRun(client, new Screen.Fixed(true, new Screen.Size(60, 10), Style.PLAIN));
        var code = new FutureTask<>(() -> run.run("get", "spam", "-n", "models", "--watch"));
        Thread.ofPlatform().daemon().start(code);
        await(() -> run.out().contains("more lines: make the window higher"));
        setMessage("something else");
        await(() -> run.out().contains("something else"));
        client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace("models")
                .withName("spam")
                .delete();
        assertEquals(0, assertTimeoutPreemptively(Duration.ofSeconds(30), () -> code.get()));
        assertTrue(run.out().startsWith("\u001b[?25l\r"), "the cursor is hidden");
        assertTrue(run.out().contains("\u001b[9A\r"), "nine lines of ten are drawn over");
        assertTrue(run.out().endsWith("\u001b[?25hspam was deleted\n"), run.out());
        assertTrue(
                run.out().replaceAll("\u001b\\[[?0-9]*[a-zA-Z]|\r", "").lines().allMatch(line -> line.length() <= 60),
                run.out());
    }

    private void setMessage(String message) {
        client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace("models")
                .withName("spam")
                .edit(resource -> {
                    resource.<java.util.Map<String, Object>>get("status").put("message", message);
                    return resource;
                });
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
                Thread.yield();
            }
        });
    }
}
