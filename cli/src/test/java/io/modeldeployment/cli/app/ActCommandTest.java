package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.cli.cluster.Kind;
import org.junit.jupiter.api.Test;

/** What acts on a rollout says, writes and ends with. */
@EnableKubernetesMockClient(crud = true)
class ActCommandTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private CommandLineRun act(int code, String... arguments) {
        var run = new CommandLineRun(client);
        assertEquals(code, run.run(arguments), run.err());
        return run;
    }

    private String annotation() {
        return client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace("models")
                .withName("spam")
                .require()
                .getMetadata()
                .getAnnotations()
                .getOrDefault("serving.modeldeployment.io/action", "");
    }

    @Test
    void anAcceptedActionEndsWithNought() {
        CommandLineRun.create(client, canary());
        try (var operator = new PretendOperator(client, true)) {
            var run = act(0, "promote", "spam", "-n", "models");
            assertEquals("mdep/spam: promote accepted: the pause is over\n", run.out());
            assertTrue(annotation().startsWith("promote;revision=z9qdwccccc;step=1;id="), annotation());
        }
    }

    @Test
    void aRefusedOneEndsWithOneAndSaysWhy() {
        CommandLineRun.create(client, canary());
        try (var operator = new PretendOperator(client, false)) {
            var run = act(1, "promote", "spam", "-n", "models", "--full");
            assertEquals("error: promote-full was refused: not today\n", run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void forProgramsTheAnswerIsAnObjectAlsoWhenRefused() throws Exception {
        CommandLineRun.create(client, canary());
        try (var operator = new PretendOperator(client, false)) {
            var answer = new ObjectMapper()
                    .readTree(act(1, "abort", "spam", "-n", "models", "-o", "json")
                            .out());
            assertEquals("refused", answer.at("/result").asText());
            assertEquals("abort", answer.at("/verb").asText());
            assertEquals("z9qdwccccc", answer.at("/revision").asText());
        }
    }

    @Test
    void anOperatorThatDoesNotAnswerEndsWithFour() {
        CommandLineRun.create(client, canary());
        var run = act(4, "abort", "spam", "-n", "models", "--timeout", "1s");
        assertTrue(run.err().startsWith("error: the operator has not answered within 1s; abort stands"), run.err());
    }

    @Test
    void withoutWaitingItIsOnlySent() {
        CommandLineRun.create(client, canary());
        assertEquals(
                "mdep/spam: abort sent: revision z9qdwccccc is meant\n",
                act(0, "abort", "spam", "-n", "models", "--wait=false").out());
    }

    @Test
    void whatSomebodyElseAskedForIsNotOverwritten() {
        CommandLineRun.create(client, canary());
        act(0, "pause", "spam", "-n", "models", "--wait=false");
        String first = annotation();
        var run = act(1, "abort", "spam", "-n", "models");
        assertTrue(
                run.err().contains("has not answered an earlier action yet (pause;revision=z9qdwccccc;step=1;id="),
                run.err());
        assertEquals(first, annotation());
        act(0, "abort", "spam", "-n", "models", "--replace", "--wait=false");
        assertTrue(annotation().startsWith("abort;"), annotation());
    }

    @Test
    void whatCannotBeMeantWritesNothing() {
        CommandLineRun.create(client, canary("stage: Progressing", "stage: Stable"));
        var run = act(1, "promote", "spam", "-n", "models");
        assertEquals("error: promote: no rollout is under way: revision 6xk2cbbbbb is fully promoted\n", run.err());
        assertEquals("", annotation());
    }

    @Test
    void wrongNamesAndTimesHaveTheirOwnCodes() {
        assertEquals(
                "error: there is no ModelDeployment ham in the namespace models\n",
                act(3, "abort", "ham", "-n", "models").err());
        act(2, "abort");
        String unknown = act(2, "skip", "spam", "-n", "models").err();
        assertTrue(
                unknown.startsWith("error: ") && unknown.contains("'skip'") && unknown.contains("lists what there is"),
                unknown);
        assertTrue(act(2, "abort", "spam", "--timeout", "soon").err().contains("write for example 90s or 5m"));
    }
}
