package io.modeldeployment.server.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelInputTest {
    @Test
    void tellsInputsOfAllKindsApart() {
        List<ModelInput> inputs = List.of(
                new ModelInput.Text("ab"),
                new ModelInput.Text("a\u00ffb"),
                new ModelInput.Text("a\nb"),
                new ModelInput.Pair("a", "b"),
                new ModelInput.Pair("b", "a"),
                new ModelInput.Pair("ab", ""),
                new ModelInput.Pair("", "ab"),
                new ModelInput.Tokens(new long[] {1, 2}),
                new ModelInput.Tokens(new long[] {2, 1}),
                new ModelInput.Tokens(new long[] {1, 2, 0}));
        long different = inputs.stream()
                .map(ModelInput::content)
                .map(ByteBuffer::wrap)
                .distinct()
                .count();
        assertEquals(inputs.size(), different);
    }

    @Test
    void keepsTheKeysOfTextsWhatTheyWere() {
        assertArrayEquals("世界".getBytes(StandardCharsets.UTF_8), new ModelInput.Text("世界").content());
    }

    @Test
    void saysWhatTheLogTellsOfIt() {
        assertEquals("a\nbc", new ModelInput.Pair("a", "bc").readable());
        assertEquals(3, new ModelInput.Pair("a", "bc").characters());
        assertEquals("[1, 2]", new ModelInput.Tokens(new long[] {1, 2}).readable());
        assertEquals(0, new ModelInput.Tokens(new long[] {1, 2}).characters());
    }
}
