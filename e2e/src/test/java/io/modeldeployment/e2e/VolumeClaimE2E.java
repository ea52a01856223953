package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.predict.PredictionClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models on a volume, good ones and spoilt ones. */
@EndToEnd
@PodSecurity("baseline")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeClaimE2E {
    private static final String TEXT = "Lower your mortgage rate today";
    private static final int MAILS = 100;
    private static final int CHARACTERS = 200;

    private final ModelClaim claim;

    VolumeClaimE2E(Given given) {
        claim = new ModelClaim(given, "models");
    }

    /** One pod copies the directory and spoils copies of it. */
    @BeforeAll
    void isFilled(Given given) {
        claim.isFilledBy("cat > mails.jsonl <<'END'\n" + goldenSet(given) + "\nEND\n" + """
                cp -R /model good
                cp -R good no-tokenizer && rm no-tokenizer/tokenizer.json
                cp -R good unknown-type
                sed -i 's/"model_type" *: *"[a-z]*"/"model_type": "frobnicator"/' unknown-type/config.json
                cp -R good truncated
                head -c 100000 good/model.safetensors > truncated/model.safetensors
                cp -R good lying
                printf '\\377\\377\\377\\377\\377\\377\\377\\177' | dd of=lying/model.safetensors conv=notrunc bs=8 count=1
                """);
    }

    private static String goldenSet(Given given) {
        Map<String, String> labels = given.testMails().all().stream()
                .collect(Collectors.toMap(mail -> cut(mail.text()), mail -> mail.label(), (one, other) -> one));
        return labels.entrySet().stream()
                .filter(mail -> !mail.getKey().isBlank())
                .limit(MAILS)
                .map(mail -> JsonNodeFactory.instance
                        .objectNode()
                        .put("text", mail.getKey())
                        .put("label", mail.getValue())
                        .toString())
                .collect(Collectors.joining("\n"));
    }

    /** Letters that every shell leaves alone. */
    private static String cut(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9 ]+", " ");
        return plain.substring(0, Math.min(CHARACTERS, plain.length()));
    }

    @AfterAll
    void isRemoved() {
        claim.isRemoved();
    }

    @Test
    void aDirectoryOfAClaimIsServedLikeTheImageItCameFrom(Given given) {
        var fromImage = given.aModelDeployment("from-image").isReady();
        var fromClaim = given.aModelDeployment("from-claim")
                .servingFromClaim("models", "good")
                .isReady();
        try (PredictionClient one = fromImage.asked();
                PredictionClient other = fromClaim.asked()) {
            assertEquals(
                    one.predict(TEXT).best().score(), other.predict(TEXT).best().score(), 1e-5);
        }
    }

    @Test
    void aGoldenSetOnAClaimIsAskedAndTheJobThatReadItIsGone(Given given) {
        var spam = given.aModelDeployment("examined").serving(SpamModel.V2).isReady();

        spam.when()
                .theModelBecomes(
                        SpamModel.V4_SWAPPED,
                        "{\"goldenSet\": {\"volumeClaim\": {\"claimName\": \"models\", \"path\": \"mails.jsonl\"}}}");

        var end = spam.then().itIsTakenBack("EvaluationFailed");
        assertEquals(
                Optional.of(MAILS),
                end.status().map(status -> status.evaluation()).map(found -> found.texts()));
        assertEquals(
                List.of(),
                given.cluster()
                        .client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(given.namespace())
                        .list()
                        .getItems());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no-tokenizer, tokenizer.json",
        "unknown-type, frobnicator",
        "truncated, model.safetensors",
        "lying, model.safetensors",
    })
    void aSpoiltDirectoryIsNamedWithItsCauseInTheCondition(String directory, String word, Given given) {
        var spam = given.aModelDeployment(directory)
                .servingFromClaim("models", directory)
                .isCreated();
        var seen = spam.then().itsConditionSays("Stalled", word);
        String message = seen.condition("Stalled").orElseThrow().getMessage();
        assertFalse(seen.is("Available"), "nothing serves");
        assertEquals(List.of(message), message.lines().toList(), "one line");
        assertFalse(message.contains("Exception"), message);
    }
}
