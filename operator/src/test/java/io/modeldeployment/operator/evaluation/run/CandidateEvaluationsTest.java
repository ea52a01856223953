package io.modeldeployment.operator.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.AgreementSpec;
import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationState;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.EvaluationProjection;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.evaluation.Texts;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A golden set and what users sent, together and each alone. */
@Timeout(60)
class CandidateEvaluationsTest {
    private static final GoldenSet SET = Texts.set(60);
    private static final EvaluationKey KEY = new EvaluationKey(
            "models", "spam", new RevisionHash("new"), Optional.of(new RevisionHash("old")), Instant.EPOCH);
    private static final List<String> SENT =
            IntStream.range(0, 150).mapToObj(i -> "sent " + i).toList();

    private final FakeModelServer stable = FakeModelServer.labelling(CandidateEvaluationsTest::truth);
    private final FakeModelServer candidate =
            FakeModelServer.labelling(text -> text.startsWith("sent") ? "spam" : CandidateEvaluationsTest.truth(text));
    private final CandidateEvaluations evaluations;

    CandidateEvaluationsTest() throws Exception {
        stable.sampling(200, SENT);
        var http = BoundedHttp.newClient();
        var client = new ModelServerClient(http);
        GoldenSetReader reader =
                (namespace, source, deadline) -> Texts.jsonLines(SET.texts()).getBytes(StandardCharsets.UTF_8);
        evaluations = new CandidateEvaluations(
                new Evaluations(new EvaluationRun.Tools(reader, client), Clock.systemUTC()),
                new Agreements(
                        new AgreementRun.Tools(new SampleReader(http, PodAddress::port), client, Duration.ofMillis(5)),
                        Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        evaluations.close();
        stable.close();
        candidate.close();
    }

    private static String truth(String text) {
        return SET.texts().stream()
                .filter(golden -> golden.text().equals(text))
                .map(golden -> golden.label())
                .findFirst()
                .orElse("ham");
    }

    private static EvaluationSpec spec(@Nullable GoldenSetSource source, @Nullable AgreementSpec agreement) {
        return new EvaluationSpec(source, agreement, null, null, null, null, null, null, null, null, null, null);
    }

    private EvaluationView await(EvaluationSpec spec, Predicate<EvaluationView> wanted) throws Exception {
        return Looks.until(
                () -> look(spec, Optional.of(Duration.ZERO), Optional.empty()).orElseThrow(), wanted);
    }

    private EvaluationView ended(EvaluationSpec spec) throws Exception {
        return await(spec, view -> !(view.outcome() instanceof Outcome.Running));
    }

    private Optional<EvaluationView> look(
            EvaluationSpec spec, Optional<Duration> waited, Optional<EvaluationStatus> before) {
        return evaluations.look(
                KEY,
                spec,
                new CandidateEvaluations.Moment(
                        new Pods(List.of(candidate.address()), List.of(stable.address())), waited, before));
    }

    private static final GoldenSetSource SOURCE = new GoldenSetSource(null, "http://set", null, null);
    private static final AgreementSpec AGREEMENT = new AgreementSpec(0.9, 100, null, null);

    @Test
    void bothHaveToPass() throws Exception {
        EvaluationView view = ended(spec(SOURCE, AGREEMENT));
        assertInstanceOf(Outcome.Failed.class, view.outcome());
        assertTrue(view.outcome().message().startsWith("agreement with stable: 0.00 %"), view.outcome()::message);
        view = Looks.until(
                () -> ended(spec(SOURCE, AGREEMENT)), now -> now.status().state() != EvaluationState.RUNNING);
        assertEquals(EvaluationState.PASSED, view.status().state(), "that of the golden set");
        assertEquals(
                EvaluationState.FAILED,
                Objects.requireNonNull(view.status().liveAgreement()).state());
    }

    @Test
    void whatUsersSentCannotBePassedOverWhileTheGoldenSetIsOpen() throws Exception {
        var free = new CountDownLatch(1);
        candidate.behave((texts, server) -> {
            free.await();
            return server.answers(texts, CandidateEvaluationsTest::truth);
        });
        stable.sampling(0, List.of());
        EvaluationView view = await(
                spec(SOURCE, AGREEMENT),
                now -> Objects.requireNonNull(now.status().liveAgreement()).state() == EvaluationState.ERROR);
        assertInstanceOf(Outcome.Running.class, view.outcome());
        assertTrue(view.outcome().message().contains("keeps no sample of texts"), view.outcome()::message);

        free.countDown();
        view = ended(spec(SOURCE, AGREEMENT));
        assertEquals(EvaluationState.PASSED, view.status().state(), "that of the golden set");
        assertInstanceOf(Outcome.Unmeasured.class, view.outcome());
    }

    @Test
    void eitherMayStandAlone() throws Exception {
        EvaluationView goldenSet = ended(spec(SOURCE, null));
        assertInstanceOf(Outcome.Passed.class, goldenSet.outcome());
        assertEquals(null, goldenSet.status().liveAgreement());
        EvaluationView live = ended(spec(null, AGREEMENT));
        assertInstanceOf(Outcome.Failed.class, live.outcome());
        assertEquals(EvaluationState.FAILED, live.status().state());
        assertEquals("new", Objects.requireNonNull(live.status().candidate()).revision());
    }

    @Test
    void afterItsStepUsersTextsAreNotAskedAnyMoreAndWhatWasFoundStays() throws Exception {
        EvaluationStatus found = ended(spec(SOURCE, AGREEMENT)).status();
        EvaluationView later = look(spec(SOURCE, AGREEMENT), Optional.empty(), Optional.of(found))
                .orElseThrow();
        assertEquals(found.liveAgreement(), later.status().liveAgreement());
        assertEquals(Optional.empty(), look(spec(null, AGREEMENT), Optional.empty(), Optional.of(found)));
    }

    /** Whoever would ask once more has had the time that a whole comparison takes, on servers of its own. */
    private void anotherIsComparedMeanwhile() throws Exception {
        var key = new EvaluationKey("models", "other", KEY.candidate(), KEY.stable(), KEY.attempt());
        try (var one = FakeModelServer.labelling(CandidateEvaluationsTest::truth);
                var other = FakeModelServer.labelling(CandidateEvaluationsTest::truth)) {
            other.sampling(200, SENT);
            var moment = new CandidateEvaluations.Moment(
                    new Pods(List.of(one.address()), List.of(other.address())),
                    Optional.of(Duration.ZERO),
                    Optional.empty());
            Looks.until(
                    () -> evaluations
                            .look(key, spec(null, AGREEMENT), moment)
                            .orElseThrow()
                            .outcome(),
                    outcome -> !(outcome instanceof Outcome.Running));
        }
    }

    @Test
    void anUndecidedComparisonEndsWithItsStepAndItsCountsStay() throws Exception {
        candidate.behave((texts, server) -> server.answers(texts, CandidateEvaluationsTest::truth));
        stable.sampling(200, SENT.subList(0, 10));
        EvaluationView view =
                await(spec(null, AGREEMENT), now -> now.outcome().message().contains("10 inputs"));
        int asked = candidate.requests();

        look(spec(null, AGREEMENT), Optional.empty(), Optional.of(view.status()));
        stable.sampling(200, SENT);
        anotherIsComparedMeanwhile();
        assertEquals(asked, candidate.requests());

        AgreementStatus counted = new AgreementStatus(
                EvaluationState.RUNNING,
                "",
                Objects.requireNonNull(view.status().liveAgreement()).question(),
                10L,
                10L,
                null);
        stable.sampling(200, List.of());
        view = look(
                        spec(null, AGREEMENT),
                        Optional.of(Duration.ZERO),
                        Optional.of(EvaluationProjection.with(view.status(), counted)))
                .orElseThrow();
        assertTrue(view.outcome().message().contains("10 inputs"), view.outcome()::message);
    }
}
