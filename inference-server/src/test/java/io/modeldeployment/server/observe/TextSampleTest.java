package io.modeldeployment.server.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.inference.ModelInput;
import io.modeldeployment.server.inference.RequestListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSampleTest {
    private static final RequestHead USER = new RequestHead("POST", "/predict", "id", _ -> null);

    private static void answer(TextSample sample, ModelInput... inputs) {
        RequestListener request = sample.observer().begin(USER);
        request.onInputs(List.of(inputs), 128);
        request.onAnswers(List.of(), Duration.ZERO);
    }

    private static void answer(TextSample sample, String text) {
        answer(sample, new ModelInput.Text(text));
    }

    @Test
    void keepsTheLastTextsEachOnce() {
        var sample = new TextSample(2);
        for (String text : List.of("a", "b", "a", "b", "c")) {
            answer(sample, text);
        }
        assertEquals(List.of("b", "c"), sample.texts());
        answer(sample, "a");
        assertEquals(List.of("c", "a"), sample.texts());
        sample.clear();
        assertEquals(List.of(), sample.texts());
    }

    @Test
    void keepsNothingThatWasNotAnsweredOrIsNoTextOrNotAUsers() {
        var sample = new TextSample(9);
        sample.observer().begin(USER).onInputs(List.of(new ModelInput.Text("failed")), 128);
        answer(sample, new ModelInput.Pair("query", "passage"), new ModelInput.Tokens(new long[] {1, 2}));
        assertSame(
                RequestListener.NONE,
                sample.observer()
                        .begin(new RequestHead(
                                "POST", "/predict", "id", name -> name.equals("X-Synthetic-Request") ? "true" : null)));
        assertSame(RequestObserver.NONE, new TextSample(0).observer());
        assertEquals(List.of(), sample.texts());
    }

    @Test
    void isBoundedInCharactersToo() {
        var sample = new TextSample(1000);
        answer(sample, "x".repeat(TextSample.LONGEST + 1));
        assertEquals(List.of(), sample.texts());
        IntStream.range(0, 200).forEach(i -> answer(sample, i + "x".repeat(TextSample.LONGEST - 3)));
        int characters = sample.texts().stream().mapToInt(String::length).sum();
        assertTrue(characters <= TextSample.MOST_CHARACTERS, characters + " characters");
        assertTrue(characters > TextSample.MOST_CHARACTERS - TextSample.LONGEST, characters + " characters");
        assertTrue(sample.texts().getLast().startsWith("199x"));
    }

    @Test
    void countsRightWhenManyRequestsEndAtOnce() {
        var sample = new TextSample(1000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                threads.submit(() -> IntStream.range(0, 500).forEach(i -> answer(sample, "text " + i)));
            }
        }
        assertEquals(500, sample.texts().size());
    }
}
