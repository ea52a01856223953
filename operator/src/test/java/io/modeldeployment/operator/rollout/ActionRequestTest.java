package io.modeldeployment.operator.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActionRequestTest {
    @ParameterizedTest
    @EnumSource
    void everyVerbIsRead(Verb verb) {
        var expected = new ActionRequest.Valid(verb, "7", new RevisionHash("6d5f9c7b4x"), Optional.of(3));

        assertEquals(expected, ActionRequest.parse(verb.word() + ";revision=6d5f9c7b4x;step=3;id=7"));
    }

    @Test
    void orderAndBlanksDoNotMatterAndStepIsOptional() {
        var expected = new ActionRequest.Valid(Verb.ABORT, "a b", new RevisionHash("v2"), Optional.empty());

        assertEquals(expected, ActionRequest.parse("  abort ; id = a b ; revision = v2 "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | unknown action",
                "deploy;revision=v2;id=1              | unknown action 'deploy': write one of promote,",
                "Promote;revision=v2;id=1             | unknown action",
                "promote                              | revision or id is missing",
                "promote;revision=v2                  | revision or id is missing",
                "promote;id=1                         | revision or id is missing",
                "promote;revision=;id=1               | revision or id is missing",
                "promote;revision=v2;id=1;            | cannot read ''",
                "promote;revision                     | cannot read 'revision'",
                "promote;revision=v2;revision=v3;id=1 | cannot read 'revision=v3'",
                "promote;revision=v2;id=1;step=-1     | step must be a number from 0",
                "promote;revision=v2;id=1;step=two    | step must be a number from 0",
                "promote;revision=v2;id=1;step=9999999999 | step must be a number from 0"
            })
    void whatCannotBeReadSaysWhatToWriteInstead(String value, String problem) {
        var request = assertInstanceOf(ActionRequest.Unreadable.class, ActionRequest.parse(value));

        assertTrue(request.problem().startsWith(problem), request.problem());
        assertTrue(request.problem().contains("write"), request.problem());
    }

    @Test
    void anyTextIsReadWithoutAFailureAndTheSameTextHasTheSameId() {
        String alphabet = "promteabu-;=; \t\n0129é☃\u0000";
        var history = new RandomHistory(1);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = history.below(24);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(history.below(alphabet.length())));
            }
            ActionRequest request = ActionRequest.parse(text.toString());
            assertEquals(request, ActionRequest.parse(text.toString()));
            assertFalse(
                    request instanceof ActionRequest.Valid valid && valid.id().isEmpty(), text::toString);
        }
    }
}
