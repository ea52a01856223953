package io.modeldeployment.operator.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.AgreementSpec;
import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.api.v1.EvaluationState;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.evaluation.run.FakeModelServer.Sent;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The comparison on what users sent, against servers that play the inference server. */
@Timeout(60)
class AgreementsTest {
    private static final EvaluationKey KEY = new EvaluationKey(
            "models", "spam", new RevisionHash("new"), Optional.of(new RevisionHash("old")), Instant.EPOCH);
    private static final AgreementSpec SPEC = new AgreementSpec(0.9, 100, null, "10m");

    private final List<FakeModelServer> servers = new ArrayList<>();
    private final SetClock clock = new SetClock();
    private Agreements agreements = fresh();

    private Agreements fresh() {
        var http = BoundedHttp.newClient();
        var tools = new AgreementRun.Tools(
                new SampleReader(http, PodAddress::port), new ModelServerClient(http), Duration.ofMillis(5));
        return new Agreements(tools, clock);
    }

    @AfterEach
    void stop() {
        agreements.close();
        servers.forEach(FakeModelServer::close);
    }

    private FakeModelServer behaving(FakeModelServer.Behaviour behaviour) throws IOException {
        FakeModelServer server = FakeModelServer.behaving(behaviour);
        servers.add(server);
        return server;
    }

    /** One that takes texts with an odd number for spam. */
    private FakeModelServer model() throws IOException {
        return behaving((texts, server) -> server.answers(texts, AgreementsTest::truth));
    }

    private static String truth(String text) {
        return text.endsWith("1") || text.endsWith("3") || text.endsWith("5") ? "spam" : "ham";
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "secret " + i).toList();
    }

    private AgreementView look(Pods pods, Duration waited, Optional<AgreementStatus> before) {
        return agreements.look(KEY, SPEC, new Agreements.Moment(pods, waited), before);
    }

    private AgreementView await(Pods pods, Predicate<AgreementView> wanted) throws Exception {
        return Looks.until(() -> look(pods, Duration.ZERO, Optional.empty()), wanted);
    }

    /** Whoever would ask once more has had the time that a whole comparison takes, on servers of its own. */
    private void anotherIsComparedMeanwhile() throws Exception {
        var other = new EvaluationKey("models", "other", KEY.candidate(), KEY.stable(), KEY.attempt());
        var moment = new Agreements.Moment(pods(model(), model().sampling(200, texts(0, 200))), Duration.ZERO);
        Looks.until(
                () -> agreements.look(other, SPEC, moment, Optional.empty()).outcome(),
                outcome -> !(outcome instanceof Outcome.Running));
    }

    private AgreementView ended(Pods pods) throws Exception {
        return await(pods, view -> !(view.outcome() instanceof Outcome.Running));
    }

    private static Pods pods(FakeModelServer candidate, FakeModelServer... stable) {
        return new Pods(
                List.of(candidate.address()),
                List.of(stable).stream().map(FakeModelServer::address).toList());
    }

    @Test
    void aCandidateThatAnswersAsStablePassesAndNoTextIsInTheStatus() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model().sampling(200, texts(0, 200));

        AgreementView view = ended(pods(candidate, stable));

        assertInstanceOf(Outcome.Passed.class, view.outcome(), view.toString());
        assertEquals(EvaluationState.PASSED, view.status().state());
        assertEquals(200, view.status().texts());
        assertEquals(200, view.status().equal());
        assertFalse(view.toString().contains("secret"), view.toString());
        assertEquals(0, candidate.unmarked() + stable.unmarked(), "questions are no requests of users");
        assertEquals(1, stable.mostUnderWay(), "stable has users");
        int asked = stable.requests();
        stable.sampling(200, texts(200, 400));
        anotherIsComparedMeanwhile();
        assertInstanceOf(Outcome.Passed.class, ended(pods(candidate, stable)).outcome());
        assertEquals(asked, stable.requests(), "what is decided is not asked again");
    }

    @Test
    void aCandidateThatAnswersDifferentlyFails() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> server.answers(
                texts, text -> text.endsWith("7") || text.endsWith("8") || text.endsWith("9") ? "spam" : truth(text)));
        FakeModelServer stable = model().sampling(200, texts(0, 200));

        AgreementView view = ended(pods(candidate, stable));

        assertInstanceOf(Outcome.Failed.class, view.outcome());
        assertTrue(
                view.outcome().message().startsWith("agreement with stable: 70.00 % of 200 inputs ("),
                view.outcome().message());
    }

    @Test
    void whatTheCandidateDoesNotAnswerIsADifferenceAndWhatStableDoesNotAnswerCountsNothing() throws Exception {
        FakeModelServer candidate = behaving((texts, server) -> texts.contains("secret 3")
                ? Sent.problem(500, "the model's output is not finite")
                : texts.contains("secret 4")
                        ? Sent.problem(422, "refused")
                        : server.answers(texts, AgreementsTest::truth));
        FakeModelServer stable = behaving((texts, server) -> texts.contains("secret 5")
                        ? Sent.problem(500, "no")
                        : server.answers(texts, AgreementsTest::truth))
                .sampling(50, texts(0, 20));

        AgreementView view =
                await(pods(candidate, stable), seen -> seen.outcome().message().contains("19 inputs"));

        assertTrue(
                view.outcome().message().contains("89.47 % of 19 inputs"),
                view.outcome().message());
        assertInstanceOf(Outcome.Running.class, view.outcome());
    }

    @Test
    void eachTextCountsOnceInWhicheverSampleItIs() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        List<String> twice = new ArrayList<>();
        FakeModelServer candidate = behaving((texts, server) -> {
            synchronized (twice) {
                texts.stream().filter(text -> !asked.add(text)).forEach(twice::add);
            }
            return server.answers(texts, AgreementsTest::truth);
        });
        FakeModelServer one = model().sampling(50, texts(0, 40));
        FakeModelServer other = model().sampling(50, texts(20, 60));
        Pods pods = pods(candidate, one, other);

        await(pods, view -> view.outcome().message().contains("60 inputs"));
        one.sampling(50, texts(40, 70));
        await(pods, view -> view.outcome().message().contains("70 inputs"));

        assertEquals(List.of(), twice);
        assertEquals(new HashSet<>(texts(0, 70)), asked);
    }

    @Test
    void aStableRevisionThatKeepsNoSampleIsSaidAndNeverAPass() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model();

        var foreign = assertInstanceOf(
                Outcome.Unmeasured.class, ended(pods(candidate, stable)).outcome());
        assertTrue(foreign.message().contains("has no sample of texts (it answered 404"), foreign.message());
        stable.sampling(0, List.of());
        AgreementView off =
                await(pods(candidate, stable), view -> view.outcome().message().contains("keeps no sample of texts"));
        assertTrue(
                off.outcome().message().contains("set spec.server.sampleSize"),
                off.outcome().message());
        stable.sampling(200, texts(0, 200));
        await(pods(candidate, stable), view -> view.outcome() instanceof Outcome.Passed);
    }

    @Test
    void silenceWaitsAndIsInconclusiveWhenTimeIsUp() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model().sampling(200, List.of());
        Pods pods = pods(candidate, stable);

        assertInstanceOf(
                Outcome.Running.class,
                look(pods, Duration.ofMinutes(9), Optional.empty()).outcome());
        assertInstanceOf(
                Outcome.Inconclusive.class,
                look(pods, Duration.ofMinutes(10), Optional.empty()).outcome());
    }

    @Test
    void silenceOfUsersIsNothingToDecideOnBeforeTimeIsUp() throws Exception {
        FakeModelServer stable = model().sampling(200, List.of());
        Pods pods = pods(model(), stable);
        look(pods, Duration.ZERO, Optional.empty());
        Looks.until(stable::samplesRead, read -> read >= 2);
        assertInstanceOf(
                Outcome.Running.class,
                look(pods, Duration.ZERO, Optional.empty()).outcome());
    }

    @Test
    void aCandidateWithoutAReadyPodIsWaitedFor() throws Exception {
        FakeModelServer stable = model().sampling(200, texts(0, 200));
        var none = new Pods(List.of(), List.of(stable.address()));
        look(none, Duration.ZERO, Optional.empty());
        anotherIsComparedMeanwhile();
        assertInstanceOf(
                Outcome.Running.class,
                look(none, Duration.ZERO, Optional.empty()).outcome());
        assertInstanceOf(Outcome.Passed.class, ended(pods(model(), stable)).outcome());
    }

    @Test
    void aRestartedOperatorGoesOnFromWhatWasCountedAndAsksOnlyWhatIsNew() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model().sampling(200, texts(0, 60));
        Pods pods = pods(candidate, stable);
        await(pods, view -> view.outcome().message().contains("60 inputs"));
        AgreementStatus written = new AgreementStatus(EvaluationState.RUNNING, "", question(pods), 60L, 60L, null);
        agreements.close();
        agreements = fresh();

        int before = candidate.requests();
        look(pods, Duration.ZERO, Optional.of(written));
        assertEquals(60, counted(pods));
        int read = stable.samplesRead();
        Looks.until(stable::samplesRead, more -> more >= read + 2);
        stable.sampling(200, texts(30, 90));
        Looks.until(() -> counted(pods), all -> all >= 90);
        assertEquals(before + 2, candidate.requests(), "thirty new texts");
        var other = new EvaluationKey(KEY.namespace(), KEY.name(), KEY.candidate(), KEY.stable(), Instant.MAX);
        assertEquals(
                0L,
                agreements
                        .look(
                                other,
                                SPEC,
                                new Agreements.Moment(new Pods(List.of(), List.of()), Duration.ZERO),
                                Optional.of(written))
                        .status()
                        .texts(),
                "another try begins anew");
    }

    private String question(Pods pods) {
        return String.valueOf(
                look(pods, Duration.ZERO, Optional.empty()).status().question());
    }

    private long counted(Pods pods) {
        String message = look(pods, Duration.ZERO, Optional.empty()).outcome().message();
        return IntStream.rangeClosed(0, 200)
                .filter(count -> message.contains(" of " + count + " inputs"))
                .findFirst()
                .orElse(0);
    }

    @Test
    void whoIsLookedAtNoMoreAsksNobodyAndGoesOnWhenHeIs() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model().sampling(200, texts(0, 60));
        Pods pods = pods(candidate, stable);
        await(pods, view -> view.outcome().message().contains("60 inputs"));
        clock.advance(Duration.ofSeconds(31));
        stable.sampling(200, texts(60, 80));
        int asked = candidate.requests();
        anotherIsComparedMeanwhile();
        assertEquals(asked, candidate.requests());

        await(pods, view -> view.outcome().message().contains("80 inputs"));
    }

    @Test
    void anEndedRolloutAsksNobodyAnyMore() throws Exception {
        FakeModelServer candidate = model();
        FakeModelServer stable = model().sampling(200, texts(0, 60));
        await(pods(candidate, stable), view -> view.outcome().message().contains("60 inputs"));
        agreements.forget(KEY.namespace(), KEY.name());
        stable.sampling(200, texts(60, 120));
        int asked = candidate.requests();
        anotherIsComparedMeanwhile();
        assertEquals(asked, candidate.requests());
    }
}
