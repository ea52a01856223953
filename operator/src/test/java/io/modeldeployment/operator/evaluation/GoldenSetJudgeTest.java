package io.modeldeployment.operator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.Answer.Labels;
import io.modeldeployment.operator.evaluation.Answer.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which candidates pass, fail and leave it open. */
class GoldenSetJudgeTest {
    private static final GoldenSet SET = Texts.set(200);
    private static final List<Answer> STABLE = Texts.flipped(Texts.right(SET), 0.05, new SplittableRandom(1));

    private static Judgement judge(List<Answer> candidate, Criteria criteria) {
        return GoldenSetJudge.judge(new Answers(SET, candidate, Optional.of(STABLE)), criteria);
    }

    /** The bounds of a spec that has these besides its defaults. */
    private static Criteria criteria(
            @Nullable Double minAccuracy, @Nullable Double minAgreement, @Nullable String latency) {
        return Criteria.of(new EvaluationSpec(
                new GoldenSetSource(null, null, null, null),
                null,
                minAccuracy,
                null,
                minAgreement,
                null,
                null,
                latency,
                null,
                null,
                null,
                null));
    }

    @Test
    void theSameModelAlwaysPasses() {
        var judgement = judge(STABLE, Texts.drop(0));
        assertInstanceOf(Outcome.Passed.class, judgement.outcome());
        assertEquals(1, judgement.pair().orElseThrow().agreement().value());
        assertEquals(OptionalDouble.of(0), judgement.pair().orElseThrow().distance());
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 20, 60, 500})
    void exchangedLabelsFailWithAnySetAndAreNamed(int size) {
        GoldenSet set = Texts.set(size);
        List<Answer> stable = Texts.right(set);
        List<Answer> candidate = Texts.answers(
                set,
                i -> Texts.answer(Texts.other(((Labels) stable.get(i)).best().label())));
        var outcome = GoldenSetJudge.judge(new Answers(set, candidate, Optional.of(stable)), Texts.drop(0.01))
                .outcome();
        assertInstanceOf(Outcome.Failed.class, outcome);
        assertTrue(
                outcome.message().contains("the labels look exchanged ('ham' gets 'spam', 'spam' gets 'ham')"),
                outcome::message);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 100, 500})
    void aWrongTokenizerFailsWhetherItGuessesOrAlwaysSaysTheSame(int size) {
        GoldenSet set = Texts.set(size);
        List<Answer> stable = Texts.right(set);
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            List<Answer> guesses = Texts.answers(set, i -> Texts.answer(random.nextBoolean() ? "ham" : "spam"));
            assertInstanceOf(
                    Outcome.Failed.class,
                    GoldenSetJudge.judge(new Answers(set, guesses, Optional.of(stable)), Texts.drop(0.01))
                            .outcome());
        }
        List<Answer> same = Texts.answers(set, i -> Texts.answer("ham"));
        var outcome = GoldenSetJudge.judge(new Answers(set, same, Optional.of(stable)), Texts.drop(0.01))
                .outcome();
        assertInstanceOf(Outcome.Failed.class, outcome);
        assertTrue(
                outcome.message().contains("do weights, tokenizer and config.json belong together?"), outcome::message);
    }

    @Test
    void threePointsLessAccuracyIsCaughtByAThousandTexts() {
        int stopped = 0;
        GoldenSet set = Texts.set(1_000);
        for (int seed = 0; seed < 100; seed++) {
            var answers = Texts.pair(set, new double[] {0.05, 0.04 / 0.95, 0.01 / 0.05}, seed);
            stopped += GoldenSetJudge.judge(answers, Texts.drop(0.01)).outcome() instanceof Outcome.Passed ? 0 : 1;
        }
        assertTrue(stopped >= 98, "stopped " + stopped + " of 100");
    }

    @Test
    void aDropThatChanceExplainsIsLeftToAPerson() {
        List<Answer> candidate = new ArrayList<>(STABLE);
        for (int i = 0, turned = 0; turned < 4; i++) {
            if (((Labels) STABLE.get(i))
                    .best()
                    .label()
                    .equals(SET.texts().get(i).label())) {
                candidate.set(i, Texts.answer(Texts.other(SET.texts().get(i).label())));
                turned++;
            }
        }
        var judgement = judge(candidate, Texts.drop(0.01));
        assertInstanceOf(Outcome.Inconclusive.class, judgement.outcome());
        assertEquals(0.02, judgement.pair().orElseThrow().drop().value());
        assertTrue(judgement.pair().orElseThrow().drop().lower() <= 0);
        assertInstanceOf(
                Outcome.Passed.class, judge(candidate, Texts.drop(0.02)).outcome());
    }

    @Test
    void aTextThatOnlyTheCandidateDoesNotAnswerFails() {
        List<Answer> candidate = new ArrayList<>(STABLE);
        candidate.set(7, new Answer.Broken("a score is not a finite number: NaN"));
        var judgement = judge(candidate, Texts.drop(1));
        assertEquals(
                "the candidate gave no usable answer to 1 of 200 texts (line 8): a score is not a finite number: NaN",
                judgement.outcome().message());
        assertInstanceOf(Outcome.Failed.class, judgement.outcome());
        assertEquals(8, judgement.wrong().getFirst().text().line());
    }

    @Test
    void aTextThatNeitherAnswersIsLeftToAPerson() {
        List<Answer> stable = new ArrayList<>(STABLE);
        stable.set(7, new Answer.Broken("answered 500"));
        var outcome = GoldenSetJudge.judge(new Answers(SET, stable, Optional.of(stable)), Texts.drop(1))
                .outcome();
        assertInstanceOf(Outcome.Inconclusive.class, outcome);
        assertTrue(outcome.message().contains("both revisions gave no usable answer to 1 of 200 texts (line 8)"));
    }

    @Test
    void aCandidateThatStoppedAnsweringFails() {
        List<Answer> candidate =
                Texts.answers(SET, i -> i < 10 ? new Answer.Broken("answered 500: no") : new Answer.NotAsked());
        assertInstanceOf(
                Outcome.Failed.class,
                judge(candidate, criteria(null, null, null)).outcome());
    }

    @Test
    void anAccuracyIsHeldAgainstItsBoundWithItsInterval() {
        List<Answer> candidate = Texts.flipped(Texts.right(SET), 0.1, new SplittableRandom(2));
        double accuracy = judge(candidate, Texts.drop(1))
                .candidate()
                .orElseThrow()
                .accuracy()
                .value();
        assertEquals(0.9, accuracy, 0.05);
        assertInstanceOf(Outcome.Passed.class, minAccuracy(candidate, accuracy));
        assertInstanceOf(Outcome.Inconclusive.class, minAccuracy(candidate, accuracy + 0.01));
        assertInstanceOf(Outcome.Failed.class, minAccuracy(candidate, 1));
    }

    private static Outcome minAccuracy(List<Answer> candidate, double least) {
        return GoldenSetJudge.judge(new Answers(SET, candidate, Optional.empty()), criteria(least, null, null))
                .outcome();
    }

    @Test
    void agreementCountsWhatIsWrongInTheSameWayToo() {
        List<Answer> better = Texts.right(SET);
        var outcome = judge(better, criteria(null, 0.995, null)).outcome();
        assertInstanceOf(Outcome.Failed.class, outcome);
        assertTrue(outcome.message().startsWith("agreement with stable 9"), outcome::message);
    }

    @Test
    void withoutStableTheOtherBoundsDecide() {
        var answers = new Answers(SET, STABLE, Optional.empty());
        var judgement = GoldenSetJudge.judge(answers, Texts.drop(0));
        assertInstanceOf(Outcome.Passed.class, judgement.outcome());
        assertTrue(judgement.outcome().message().contains("no stable revision to compare with"));
        assertEquals(List.of(), judgement.checks());
    }

    @Test
    void theWorstExamplesComeFirst() {
        GoldenSet set = Texts.set(4);
        List<Answer> stable =
                List.of(Texts.answer("spam"), Texts.answer("spam"), Texts.answer("spam"), Texts.answer("ham"));
        List<Answer> candidate = List.of(
                Texts.answer("ham", 0.6),
                Texts.answer("spam", 0.99),
                Texts.answer("ham", 0.8),
                new Answer.Broken("none"));
        var lines =
                GoldenSetJudge.judge(new Answers(set, candidate, Optional.of(stable)), Texts.drop(1)).wrong().stream()
                        .map(wrong -> wrong.text().line())
                        .toList();
        // No answer; then what stable had right, the surest first; then what both have wrong.
        assertEquals(List.of(4, 3, 1, 2), lines);
    }

    @Test
    void latencyIsTheShareOfSlowTexts() {
        assertInstanceOf(Outcome.Passed.class, latency(0.001, 2));
        assertInstanceOf(Outcome.Inconclusive.class, latency(0.2, 3));
        assertInstanceOf(Outcome.Failed.class, latency(0.2, 20));
        var few = latency(0.001, 190);
        assertInstanceOf(Outcome.Inconclusive.class, few);
        assertTrue(few.message().contains("only 10 texts could be timed"), few::message);
    }

    /** Of 205 times, the first five of which do not count, so many are {@code odd}: slow or, if they are quick, not taken. */
    private static Outcome latency(double odd, int many) {
        GoldenSet set = Texts.set(205);
        List<Answer> candidate = Texts.answers(set, i -> {
            boolean isOdd = i >= 205 - many;
            var seconds =
                    isOdd && odd < 0.1 && many > 100 ? OptionalDouble.empty() : OptionalDouble.of(isOdd ? odd : 0.01);
            return new Labels(List.of(new Score(set.texts().get(i).label(), 1), new Score("other", 0)), false, seconds);
        });
        return GoldenSetJudge.judge(new Answers(set, candidate, Optional.empty()), criteria(null, null, "100ms"))
                .outcome();
    }

    @Test
    void scoresThatAreNoProbabilitiesHaveNoDistance() {
        List<Answer> several =
                Texts.answers(SET, i -> Labels.of(List.of(new Score("spam", 0.9), new Score("ham", 0.8))));
        var answers = new Answers(SET, several, Optional.of(several));
        var criteria = new Criteria(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(0.1),
                OptionalDouble.empty(),
                Optional.empty(),
                0.95);
        var outcome = GoldenSetJudge.judge(answers, criteria).outcome();
        assertInstanceOf(Outcome.Unmeasured.class, outcome);
        assertTrue(outcome.message().endsWith("leave maxProbabilityDistance out"));
    }
}
