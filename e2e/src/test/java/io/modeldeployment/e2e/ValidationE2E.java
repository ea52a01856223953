package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.reach.Kubectl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad resources are refused by kubectl apply, in words that say what to write instead. */
@EndToEnd
class ValidationE2E {
    private static final String GOOD = """
            apiVersion: serving.modeldeployment.io/v1
            kind: ModelDeployment
            metadata: {name: judged}
            spec:
              replicas: 1
              model: {name: spam, source: {image: {reference: modeldeployment/spam-model:v1}}}
              strategy: {canary: {steps: [{setWeight: 10}, {pause: {duration: 5m}}, {setWeight: 50}]}}
            """;

    @Test
    void aGoodOneIsTaken(Given given) {
        var result = apply(given, GOOD);
        assertEquals(0, result.exitCode(), result::output);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            both strategies     | strategy: {canary:   | strategy: {blueGreen: {}, canary: | write exactly one strategy
            no strategy         | canary: {steps: [{setWeight: 10}, {pause: {duration: 5m}}, {setWeight: 50}]} | | write exactly one strategy
            weights out of order | setWeight: 10       | setWeight: 60                     | weights must not go down
            weight over 100     | setWeight: 50        | setWeight: 101                    | less than or equal to 100
            a step of two kinds | {setWeight: 50}      | {setWeight: 50, pause: {}}        | a step is exactly one of
            bad duration        | duration: 5m         | duration: 5 minutes               | write a duration such as
            image with a space  | spam-model:v1        | spam model:v1                     | write an image reference without spaces
            image in upper case | spam-model:v1        | Spam-Model:v1                     | write an image reference without spaces
            a short digest      | spam-model:v1        | spam-model@sha256:abc             | write an image reference
            replicas −1         | replicas: 1          | replicas: -1                      | greater than or equal to 0
            two sources         | source: {image:      | source: {volumeClaim: {claimName: a}, image: | write exactly one source
            an unknown field    | replicas: 1          | replica: 1                        | unknown field
            a long name         | name: judged         | name: a23456789-123456789-123456789-123456789-123456789-1 | write at most 50
            """)
    void aBadOneIsRefused(String why, String good, String bad, String message, Given given) {
        assertTrue(GOOD.contains(good), "the good resource has what is spoilt: " + good);
        var result = apply(given, GOOD.replace(good, bad == null ? "" : bad));
        assertNotEquals(0, result.exitCode(), () -> "accepted although it has " + why);
        assertTrue(result.output().contains(message), result::output);
    }

    /** Asked of the API server itself, without storing anything. */
    private static Kubectl.Result apply(Given given, String yaml) {
        return given.kubectl().run(yaml, "apply", "--dry-run=server", "--filename=-");
    }
}
