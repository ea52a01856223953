package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.modeldeployment.api.v1.EvaluatedFigure;
import io.modeldeployment.api.v1.EvaluationState;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.watch.Sighting;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real models that are evaluated before they get traffic: on mails with labels, and on what users sent. */
@EndToEnd
class EvaluationE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAILS = 600;
    /** The model reads 96 tokens, and a ConfigMap holds 1 MiB. */
    private static final int CHARACTERS = 600;

    private static final String GOLDEN_SET = "{\"goldenSet\": {\"configMapRef\": {\"name\": \"mails\"}}}";

    private static List<String> texts(Given given) {
        return given.testMails().all().stream()
                .map(mail -> cut(mail.text()))
                .distinct()
                .limit(MAILS)
                .toList();
    }

    private static String cut(String text) {
        return text.length() <= CHARACTERS
                ? text
                : text.substring(0, CHARACTERS).replaceAll("[\\uD800-\\uDBFF]$", "");
    }

    private static void keepGoldenSet(Given given) {
        var labels = given.testMails().all().stream()
                .collect(Collectors.toMap(mail -> cut(mail.text()), mail -> mail.label(), (one, other) -> one));
        String lines = texts(given).stream()
                .map(text -> JSON.createObjectNode()
                        .put("text", text)
                        .put("label", labels.get(text))
                        .toString())
                .collect(Collectors.joining("\n"));
        given.cluster()
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("mails")
                        .withNamespace(given.namespace())
                        .endMetadata()
                        .addToData("golden-set.jsonl", lines)
                        .build())
                .createOr(existing -> existing.update());
    }

    private static EvaluationStatus evaluation(Sighting sighting) {
        return sighting.status().map(status -> status.evaluation()).orElseThrow();
    }

    private static double value(@Nullable EvaluatedFigure figure) {
        return Objects.requireNonNull(figure).value();
    }

    private static void gotNoRequest(DeployedModel model, Sighting end) {
        assertTrue(
                model.watch().history().stream()
                        .filter(sighting -> sighting.candidate().equals(end.candidate()))
                        .noneMatch(sighting -> sighting.observedWeight() > 0),
                "the Service never reached the candidate");
        String candidate = end.candidate().orElseThrow();
        assertEquals(0, model.then().requestsOf(candidate, "model_predictions_total"), "requests of users");
        assertTrue(model.then().requestsOf(candidate, "model_synthetic_requests_total") > 0, "questions");
    }

    @Test
    void aVersionThatIsPointsWorseGetsNoRequest(Given given) {
        keepGoldenSet(given);
        var spam = given.aModelDeployment("worse").serving(SpamModel.V2).isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V1, GOLDEN_SET);
            Sighting end = spam.then().itIsTakenBack("EvaluationFailed");
            EvaluationStatus found = evaluation(end);
            assertEquals(EvaluationState.FAILED, found.state());
            assertEquals(MAILS, found.texts());
            assertTrue(value(found.accuracyDrop()) >= 0.02, found::toString);
            assertTrue(String.valueOf(found.message()).contains("McNemar's p"), found::message);
            gotNoRequest(spam, end);
            users.sawNoFailure();
        }
    }

    @Test
    void aBetterVersionPassesWithItsFiguresInTheStatus(Given given) {
        keepGoldenSet(given);
        var spam = given.aModelDeployment("better").isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V2, GOLDEN_SET);
            Sighting done = spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
            EvaluationStatus found = evaluation(done);
            assertEquals(EvaluationState.PASSED, found.state());
            assertTrue(value(Objects.requireNonNull(found.candidate()).accuracy()) > 0.9, found::toString);
            assertTrue(value(found.accuracyDrop()) < 0, found::toString);
        }
    }

    @Test
    void aVersionThatMeansTheOppositeOfWhatUsersAreUsedToGetsNoRequest(Given given) {
        var spam = given.aModelDeployment("unlike")
                .serving(SpamModel.V2)
                .keepingTexts(200)
                .isReady();
        try (var asked = spam.asked()) {
            texts(given).stream().limit(150).forEach(asked::predict);
        }
        spam.when().theModelBecomes(SpamModel.V4_SWAPPED, "{\"agreement\": {\"min\": 0.9}}");
        Sighting end = spam.then().itIsTakenBack("EvaluationFailed");
        var live = Objects.requireNonNull(evaluation(end).liveAgreement());
        assertEquals(EvaluationState.FAILED, live.state());
        assertEquals(150, live.texts());
        assertEquals(0, live.equal(), live::toString);
        assertTrue(
                String.valueOf(live.message()).startsWith("agreement with stable: 0.00 % of 150 inputs"),
                live::message);
        gotNoRequest(spam, end);
    }
}
