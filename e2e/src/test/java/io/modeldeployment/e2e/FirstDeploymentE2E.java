package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.mail.LabelledMail;
import io.modeldeployment.e2e.predict.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstDeploymentE2E {
    private static final int MAILS_OF_EACH_LABEL = 40;
    private static final double WANTED_ACCURACY = 0.9;

    private DeployedModel spam;

    FirstDeploymentE2E(Given given) {
        spam = given.aModelDeployment("spam")
                .serving(SpamModel.V2)
                .withReplicas(2)
                .isCreated();
    }

    @BeforeAll
    void isReady() {
        spam.then().itServes();
    }

    @Test
    void theFirstRevisionSkipsTheStrategy() {
        assertTrue(
                spam.watch().history().stream().allMatch(sighting -> sighting.candidateWeight() == 0),
                "no step was taken");
        assertEquals("", spam.watch().latest().orElseThrow().step());
    }

    @Test
    void heldOutMailsAreClassifiedAsWhatTheyAre(Given given) {
        List<LabelledMail> mails = new ArrayList<>(given.testMails().first(MAILS_OF_EACH_LABEL, "ham"));
        mails.addAll(given.testMails().first(MAILS_OF_EACH_LABEL, "spam"));
        try (var asked = spam.asked()) {
            long right = mails.stream()
                    .filter(mail -> asked.predict(mail.text()).best().label().equals(mail.label()))
                    .count();
            assertEquals(2 * MAILS_OF_EACH_LABEL, mails.size());
            assertTrue(
                    right >= WANTED_ACCURACY * mails.size(),
                    () -> right + " of " + mails.size() + " mails were classified as what they are");
        }
    }

    @Test
    void aBatchIsAnsweredInItsOrderAsItsTextsAreAlone(Given given) {
        List<String> texts = given.testMails().all().stream()
                .limit(12)
                .map(LabelledMail::text)
                .toList();
        try (var asked = spam.asked()) {
            List<Classification> together = asked.predictAll(texts);
            assertEquals(
                    IntStream.range(0, texts.size()).boxed().toList(),
                    together.stream().map(Classification::textIndex).toList());
            for (int i = 0; i < texts.size(); i++) {
                Classification alone = asked.predict(texts.get(i));
                assertEquals(alone.best().label(), together.get(i).best().label());
                assertEquals(alone.best().score(), together.get(i).best().score(), 1e-4);
            }
        }
    }

    @Test
    void chineseAndEmojiGetAnAnswerLikeAnyText() {
        try (var asked = spam.asked()) {
            for (String text : List.of("会议改到星期三下午三点，请确认", "🎉🎉🎉 👩‍👩‍👧‍👦 💸", "drop table users; --")) {
                var answer = asked.predict(text);
                double sum = answer.predictions().stream()
                        .mapToDouble(label -> label.score())
                        .sum();
                assertEquals(1.0, sum, 1e-4, text);
                assertEquals(
                        List.of(1, 2),
                        answer.predictions().stream().map(label -> label.rank()).toList());
            }
        }
    }
}
