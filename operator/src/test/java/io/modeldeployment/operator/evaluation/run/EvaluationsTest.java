package io.modeldeployment.operator.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationState;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.evaluation.Texts;
import io.modeldeployment.operator.evaluation.run.FakeModelServer.Sent;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Evaluations from the source to the verdict, against servers that play the inference server. */
@Timeout(60)
class EvaluationsTest {
    private static final GoldenSet SET = Texts.set(60);
    private static final EvaluationKey KEY = new EvaluationKey(
            "models", "spam", new RevisionHash("new"), Optional.of(new RevisionHash("old")), Instant.EPOCH);
    private static final EvaluationKey FIRST =
            new EvaluationKey("models", "spam", new RevisionHash("new"), Optional.empty(), Instant.EPOCH);

    private final List<FakeModelServer> servers = new ArrayList<>();
    private final AtomicReference<String> file = new AtomicReference<>(Texts.jsonLines(SET.texts()));
    private final AtomicInteger reads = new AtomicInteger();
    private final SetClock clock = new SetClock();
    private final Evaluations evaluations = fresh();

    private Evaluations fresh() {
        GoldenSetReader reader = (namespace, source, deadline) -> {
            reads.incrementAndGet();
            return file.get().getBytes(StandardCharsets.UTF_8);
        };
        return new Evaluations(new EvaluationRun.Tools(reader, new ModelServerClient(BoundedHttp.newClient())), clock);
    }

    @AfterEach
    void stop() {
        evaluations.close();
        servers.forEach(FakeModelServer::close);
    }

    private FakeModelServer started(FakeModelServer server) {
        servers.add(server);
        return server;
    }

    private FakeModelServer good() throws IOException {
        return started(FakeModelServer.labelling(EvaluationsTest::truth));
    }

    private FakeModelServer behaving(FakeModelServer.Behaviour behaviour) throws IOException {
        return started(FakeModelServer.behaving(behaviour));
    }

    private static String truth(String text) {
        return SET.texts().stream()
                .filter(golden -> golden.text().equals(text))
                .map(golden -> golden.label())
                .findFirst()
                .orElse("ham");
    }

    private static String wrong(String text) {
        return truth(text).equals("spam") ? "ham" : "spam";
    }

    private static EvaluationSpec spec(
            @Nullable String latency, @Nullable String timeout, @Nullable Boolean showTexts) {
        return new EvaluationSpec(
                new GoldenSetSource(null, "http://set", null, null),
                null,
                0.9,
                0.01,
                0.9,
                0.2,
                0.5,
                latency,
                0.95,
                timeout,
                10,
                showTexts);
    }

    private static Pods pods(FakeModelServer candidate, FakeModelServer stable) {
        return new Pods(List.of(candidate.address()), List.of(stable.address()));
    }

    private EvaluationView ended(EvaluationKey key, EvaluationSpec spec, Pods pods) throws Exception {
        return Looks.until(
                () -> evaluations.look(key, spec, pods, Optional.empty()),
                view -> !(view.outcome() instanceof Outcome.Running));
    }

    private EvaluationView ended(Pods pods) throws Exception {
        return ended(KEY, spec(null, null, null), pods);
    }

    @Test
    void aGoodCandidatePassesWithAllFigures() throws Exception {
        FakeModelServer candidate = good();
        FakeModelServer stable = good();
        EvaluationView view = ended(KEY, spec("50ms", null, null), pods(candidate, stable));
        assertInstanceOf(Outcome.Passed.class, view.outcome(), view.outcome()::message);
        EvaluationStatus status = view.status();
        assertEquals(EvaluationState.PASSED, status.state());
        assertEquals(60, status.texts());
        assertEquals(60, status.answered());
        assertEquals(GoldenSet.sha256(file.get()), status.goldenSetSha256());
        assertEquals(
                1,
                Objects.requireNonNull(
                                Objects.requireNonNull(status.candidate()).accuracy())
                        .value());
        assertEquals(4.0, Objects.requireNonNull(status.candidate()).latencyP99Ms());
        assertEquals("old", Objects.requireNonNull(status.stable()).revision());
        assertEquals(1, Objects.requireNonNull(status.agreement()).value());
        assertEquals(0.0, status.probabilityDistance());
        assertEquals(6, Objects.requireNonNull(status.checks()).size());
        assertEquals(null, status.worstExamples());
        assertEquals(0, candidate.unmarked() + stable.unmarked());
        assertEquals(60, candidate.requests(), "one by one, since they are timed");
    }

    @Test
    void stableIsAskedOneRequestAtATime() throws Exception {
        FakeModelServer stable = behaving((texts, server) -> {
            Thread.sleep(5);
            return server.answers(texts, EvaluationsTest::truth);
        });
        assertInstanceOf(Outcome.Passed.class, ended(pods(good(), stable)).outcome());
        assertEquals(4, stable.requests());
        assertEquals(1, stable.mostUnderWay());
    }

    @Test
    void exchangedLabelsFailAndTheirExamplesAreNamedByLineAlone() throws Exception {
        FakeModelServer swapped = started(FakeModelServer.labelling(EvaluationsTest::wrong));
        EvaluationView view = ended(pods(swapped, good()));
        assertInstanceOf(Outcome.Failed.class, view.outcome());
        assertTrue(view.outcome().message().contains("the labels look exchanged"), view.outcome()::message);
        var examples = Objects.requireNonNull(view.status().worstExamples());
        assertEquals(10, examples.size());
        assertEquals(1, examples.getFirst().line());
        assertEquals("spam", examples.getFirst().expected());
        assertEquals("ham", examples.getFirst().candidate());
        assertEquals("spam", examples.getFirst().stable());
        assertEquals(null, examples.getFirst().text());
    }

    @Test
    void textsAreShownOnlyWhenAskedFor() throws Exception {
        FakeModelServer swapped = started(FakeModelServer.labelling(EvaluationsTest::wrong));
        EvaluationView view = ended(KEY, spec(null, null, true), pods(swapped, good()));
        assertEquals(
                "text 0",
                Objects.requireNonNull(view.status().worstExamples()).getFirst().text());
    }

    @Test
    void oneTextThatMakesTheModelFailIsFoundInItsBatch() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> texts.contains("text 37")
                ? Sent.problem(500, "the model gave NaN")
                : server.answers(texts, EvaluationsTest::truth));
        EvaluationView view = ended(pods(candidate, good()));
        assertEquals(
                "the candidate gave no usable answer to 1 of 60 texts (line 38): answered 500: the model gave NaN",
                view.outcome().message());
        assertInstanceOf(Outcome.Failed.class, view.outcome());
        assertEquals(
                38,
                Objects.requireNonNull(view.status().worstExamples()).getFirst().line());
    }

    @Test
    void numbersThatAreNoneFail() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> {
            Sent right = server.answers(texts, EvaluationsTest::truth);
            return new Sent(200, right.body().replace("0.9,", "NaN,"), "");
        });
        EvaluationView view = ended(pods(candidate, good()));
        assertInstanceOf(Outcome.Failed.class, view.outcome());
        assertTrue(
                view.outcome().message().startsWith("the candidate gave no usable answer to 1"),
                view.outcome()::message);
        assertTrue(
                candidate.requests() < 120, "it went on asking a server that does not work: " + candidate.requests());
    }

    @Test
    void missingLabelsAndUnknownOnesFail() throws Exception {
        FakeModelServer none = behaving((texts, server) -> {
            Sent right = server.answers(texts, EvaluationsTest::truth);
            return new Sent(200, right.body().replace("\"label\"", "\"name\""), "");
        });
        EvaluationView missing = ended(pods(none, good()));
        assertInstanceOf(Outcome.Failed.class, missing.outcome());
        assertTrue(missing.outcome().message().contains("a prediction has no label"), missing.outcome()::message);
        FakeModelServer others = started(FakeModelServer.labelling(text -> "junk"));
        evaluations.forget("models", "spam");
        EvaluationView unknown = ended(pods(others, good()));
        assertInstanceOf(Outcome.Failed.class, unknown.outcome());
        assertTrue(
                unknown.outcome().message().contains("a label that its /info does not name"),
                unknown.outcome()::message);
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() throws Exception {
        var refused = new AtomicInteger(3);
        FakeModelServer candidate = behaving((texts, server) -> refused.getAndDecrement() > 0
                ? new Sent(429, "{}", "0")
                : server.answers(texts, EvaluationsTest::truth));
        assertInstanceOf(Outcome.Passed.class, ended(pods(candidate, good())).outcome());
        assertEquals(4 + 3, candidate.requests());
    }

    @Test
    void aServerThatNeverAnswersIsNotMeasured() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> new Sent(503, "{}", "1"));
        EvaluationView view = ended(KEY, spec(null, "1s", null), pods(candidate, good()));
        assertEquals(
                new Outcome.Unmeasured(
                        "the candidate answered 0 of 60 texts within 1s (last: busy, answered 503): raise "
                                + "spec.evaluation.timeout, or take fewer texts"),
                view.outcome());
        assertEquals(EvaluationState.ERROR, view.status().state());
    }

    @Test
    void aBodyThatNeverEndsIsNotWaitedFor() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> {
            Thread.sleep(20_000);
            return Sent.problem(500, "late");
        });
        EvaluationView view = ended(KEY, spec(null, "1s", null), pods(candidate, good()));
        assertInstanceOf(Outcome.Unmeasured.class, view.outcome());
        assertTrue(view.outcome().message().contains("0 of 60 texts within 1s"), view.outcome()::message);
    }

    @Test
    void aTextThatTheServerRefusesIsTheSetsFault() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> texts.contains("text 20")
                ? Sent.problem(422, "it holds something")
                : server.answers(texts, EvaluationsTest::truth));
        assertEquals(
                new Outcome.Unmeasured(
                        "the candidate refuses the text of line 21: answered 422: it holds something; change or "
                                + "leave out that line"),
                ended(pods(candidate, good())).outcome());
    }

    @Test
    void anotherServerOrAnEmbeddingModelIsNamed() throws Exception {
        FakeModelServer foreign = behaving((texts, server) -> Sent.problem(404, "what"));
        assertEquals(
                new Outcome.Unmeasured("the candidate: the server answered 404: is it the inference server's image?"),
                ended(pods(foreign, good())).outcome());
        evaluations.forget("models", "spam");
        assertEquals(
                new Outcome.Unmeasured(
                        "the candidate has no labels: evaluation is for classifiers, leave spec.evaluation out"),
                ended(pods(good().labels(), good())).outcome());
    }

    @Test
    void labelsThatTheModelDoesNotKnowAreNamedBeforeAnythingIsAsked() throws Exception {
        FakeModelServer unnamed = good().labels("LABEL_0", "LABEL_1");
        assertEquals(
                new Outcome.Unmeasured(
                        "line 1 of the golden set has the label 'spam', which the candidate does not know: its "
                                + "labels are LABEL_0, LABEL_1; write the names as id2label into the model's config.json, or these "
                                + "into the golden set"),
                ended(pods(unnamed, good())).outcome());
        assertEquals(0, unnamed.requests());
        evaluations.forget("models", "spam");
        assertTrue(ended(pods(good().labels("Spam", "Ham"), good()))
                .outcome()
                .message()
                .endsWith("did you mean 'Spam'?"));
        evaluations.forget("models", "spam");
        assertTrue(ended(pods(good(), good().labels("LABEL_0", "LABEL_1")))
                .outcome()
                .message()
                .contains("which the stable revision does not know"));
    }

    @Test
    void withoutAStableRevisionOnlyTheCandidateIsAsked() throws Exception {
        EvaluationView view = ended(FIRST, spec(null, null, null), new Pods(List.of(good().address()), List.of()));
        assertInstanceOf(Outcome.Passed.class, view.outcome());
        assertEquals(null, view.status().stable());
        assertEquals(null, view.status().accuracyDrop());
    }

    @Test
    void podsOfStableMayComeLate() throws Exception {
        FakeModelServer candidate = good();
        var none = new Pods(List.of(candidate.address()), List.of());
        while (!evaluations
                .look(KEY, spec(null, null, null), none, Optional.empty())
                .outcome()
                .message()
                .startsWith("waits for pods")) {
            Thread.onSpinWait();
        }
        assertInstanceOf(Outcome.Passed.class, ended(pods(candidate, good())).outcome());
    }

    private static EvaluationKey of(String name) {
        return new EvaluationKey("models", name, KEY.candidate(), KEY.stable(), KEY.attempt());
    }

    @Test
    void timeRunsOnlyFromTheCandidatesFirstReadyPodOn() throws Exception {
        FakeModelServer stable = good();
        EvaluationSpec spec = spec(null, "3s", null);
        var none = new Pods(List.of(), List.of(stable.address()));
        evaluations.look(KEY, spec, none, Optional.empty());
        FakeModelServer busy = behaving((texts, server) -> new Sent(503, "{}", "1"));
        assertInstanceOf(
                Outcome.Unmeasured.class,
                ended(of("other"), spec, pods(busy, stable)).outcome(),
                "the time is over for another that began later");

        assertEquals(
                new Outcome.Running("waits for a ready pod of the candidate"),
                evaluations.look(KEY, spec, none, Optional.empty()).outcome());
        assertEquals(1, reads.get(), "that of the other");
        assertInstanceOf(
                Outcome.Passed.class, ended(KEY, spec, pods(good(), stable)).outcome());
    }

    @Test
    void whoWaitsForPodsKeepsNobodyElseWaiting() throws Exception {
        FakeModelServer stable = good();
        var none = new Pods(List.of(), List.of(stable.address()));
        for (String name : List.of("one", "two", "three")) {
            evaluations.look(of(name), spec(null, null, null), none, Optional.empty());
        }
        assertInstanceOf(Outcome.Passed.class, ended(pods(good(), stable)).outcome());
    }

    @Test
    void whatCouldNotBeMeasuredOnPodsThatAreGoneIsOpenAgain() throws Exception {
        FakeModelServer stable = good();
        file.set("broken");
        Outcome broken = ended(pods(good(), stable)).outcome();
        assertInstanceOf(Outcome.Unmeasured.class, broken);
        file.set(Texts.jsonLines(SET.texts()));

        var none = new Pods(List.of(), List.of(stable.address()));
        assertEquals(
                new Outcome.Running("waits for a ready pod of the candidate; the last try: " + broken.message()),
                evaluations
                        .look(KEY, spec(null, null, null), none, Optional.empty())
                        .outcome());
        assertInstanceOf(Outcome.Passed.class, ended(pods(good(), stable)).outcome());
    }

    @Test
    void aVerdictStandsAndIsNotAskedForTwice() throws Exception {
        FakeModelServer candidate = good();
        FakeModelServer stable = good();
        EvaluationView view = ended(pods(candidate, stable));
        int requests = candidate.requests();
        file.set("broken");
        assertEquals(view, ended(pods(candidate, stable)));
        try (Evaluations restarted = fresh()) {
            EvaluationView again =
                    restarted.look(KEY, spec(null, null, null), pods(candidate, stable), Optional.of(view.status()));
            assertEquals(view, again);
        }
        assertEquals(requests, candidate.requests());
        assertEquals(1, reads.get());
    }

    @Test
    void anotherQuestionIsAskedAnew() throws Exception {
        FakeModelServer candidate = good();
        FakeModelServer stable = good();
        EvaluationStatus before = ended(pods(candidate, stable)).status();
        var retry = new EvaluationKey("models", "spam", KEY.candidate(), KEY.stable(), Instant.EPOCH.plusSeconds(1));
        assertInstanceOf(
                Outcome.Running.class,
                evaluations
                        .look(retry, spec(null, null, null), pods(candidate, stable), Optional.of(before))
                        .outcome());
        EvaluationStatus after =
                ended(retry, spec(null, null, null), pods(candidate, stable)).status();
        assertNotEquals(before.question(), after.question());
        assertNotEquals(
                after.question(),
                ended(retry, spec(null, "1m", null), pods(candidate, stable))
                        .status()
                        .question());
        assertEquals(3, reads.get());
    }

    @Test
    void whatCouldNotBeMeasuredIsTriedAgainAfterAWhile() throws Exception {
        FakeModelServer candidate = good();
        FakeModelServer stable = good();
        file.set("broken");
        Outcome broken = ended(pods(candidate, stable)).outcome();
        assertInstanceOf(Outcome.Unmeasured.class, broken);
        file.set(Texts.jsonLines(SET.texts()));
        assertEquals(broken, ended(pods(candidate, stable)).outcome(), "too early");
        assertEquals(1, reads.get());
        clock.advance(Duration.ofSeconds(31));
        EvaluationView again = evaluations.look(KEY, spec(null, null, null), pods(candidate, stable), Optional.empty());
        assertInstanceOf(Outcome.Running.class, again.outcome(), "it is open again");
        assertTrue(again.outcome().message().endsWith("; the last try: " + broken.message()), again.outcome()::message);
        assertInstanceOf(Outcome.Passed.class, ended(pods(candidate, stable)).outcome());
        assertEquals(2, reads.get());
    }

    @Test
    void aWrongDigestIsRefused() throws Exception {
        var spec = new EvaluationSpec(
                new GoldenSetSource(null, "http://set", null, "a".repeat(64)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        String message = ended(KEY, spec, pods(good(), good())).outcome().message();
        assertTrue(message.startsWith("the golden set has the SHA-256 " + GoldenSet.sha256(file.get())), message);
    }

    @Test
    void forgettingEndsWhatIsUnderWay() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> new Sent(503, "{}", "0"));
        EvaluationSpec spec = spec(null, null, null);
        FakeModelServer stable = good();
        while (candidate.requests() == 0) {
            evaluations.look(KEY, spec, pods(candidate, stable), Optional.empty());
            Thread.onSpinWait();
        }
        evaluations.forget("models", "spam");
        int before;
        do {
            before = candidate.requests();
            Thread.sleep(100);
        } while (before != candidate.requests());
        candidate.behave((texts, server) -> server.answers(texts, EvaluationsTest::truth));
        assertInstanceOf(Outcome.Passed.class, ended(pods(candidate, stable)).outcome());
    }

    @Test
    void lookingNeverWaits() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> {
            Thread.sleep(20);
            return server.answers(texts, EvaluationsTest::truth);
        });
        FakeModelServer stable = good();
        long longest = 0;
        Outcome outcome = new Outcome.Running("");
        while (outcome instanceof Outcome.Running) {
            long start = System.nanoTime();
            outcome = evaluations
                    .look(KEY, spec("1s", null, null), pods(candidate, stable), Optional.empty())
                    .outcome();
            longest = Math.max(longest, System.nanoTime() - start);
            Thread.sleep(1);
        }
        assertTrue(longest < 500_000_000, "a look took " + longest + " ns");
    }
}
