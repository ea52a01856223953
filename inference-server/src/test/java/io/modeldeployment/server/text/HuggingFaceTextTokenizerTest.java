package io.modeldeployment.server.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.TinyBert;
import io.modeldeployment.server.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTextTokenizerTest {
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int A = 4;
    private static final int B = 5;
    private static final int C = 6;
    private static final int UNKNOWN = 1;

    @TempDir
    private Path directory;

    private TextTokenizer tokenizer = new NoTokenizer();

    @BeforeEach
    void open() {
        tokenizer = HuggingFaceTextTokenizer.open(TinyBert.write(directory).resolve("tokenizer.json"), false);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void addsSpecialTokensAndNeitherPadsNorCutsAsTheFileWould() {
        EncodedText text = tokenizer.encode("a b c a b c a b c", 100);
        assertArrayEquals(
                new long[] {CLS, A, B, C, A, B, C, A, B, C, SEP}, text.tokens().ids());
        assertFalse(text.truncated());
        assertEquals(2, tokenizer.specialTokens());
    }

    @Test
    void cutsTheEndAndKeepsTheSpecialTokens() {
        EncodedText text = tokenizer.encode("a b c a", 5);
        assertArrayEquals(new long[] {CLS, A, B, C, SEP}, text.tokens().ids());
        assertTrue(text.truncated());
        assertEquals(6, text.fullLength());
    }

    @Test
    void doesNotCutATextThatJustFits() {
        assertFalse(tokenizer.encode("a b c", 5).truncated());
    }

    @Test
    void cutsTheBeginningWhereTheModelWantsThat() {
        try (TextTokenizer left = HuggingFaceTextTokenizer.open(directory.resolve("tokenizer.json"), true)) {
            assertArrayEquals(
                    new long[] {CLS, B, C, SEP},
                    left.encode("a b c", 4).tokens().ids());
        }
    }

    @Test
    void doesNotTakeATokenNamedInTheTextForOneOfItsOwn() {
        EncodedText text = tokenizer.encode("a [SEP] [SEP]", 4);
        assertArrayEquals(new long[] {CLS, A, SEP, SEP}, text.tokens().ids());
        assertTrue(text.truncated());
    }

    @Test
    void readsAPairWithTheTokenTypesThatTellItsTextsApart() {
        EncodedText pair = tokenizer.encodePair("a b", "c", 100);
        assertArrayEquals(new long[] {CLS, A, B, SEP, C, SEP}, pair.tokens().ids());
        assertArrayEquals(new long[] {0, 0, 0, 0, 1, 1}, pair.tokens().types());
        assertFalse(pair.truncated());
    }

    @Test
    void cutsTheLongerTextOfAPair() {
        EncodedText pair = tokenizer.encodePair("a", "a b c a b c", 8);
        assertArrayEquals(
                new long[] {CLS, A, SEP, A, B, C, A, SEP}, pair.tokens().ids());
        assertArrayEquals(new long[] {0, 0, 0, 1, 1, 1, 1, 1}, pair.tokens().types());
        assertEquals(10, pair.fullLength());
        assertArrayEquals(
                new long[] {CLS, A, B, C, A, SEP, A, SEP},
                tokenizer.encodePair("a b c a b c", "a", 8).tokens().ids());
    }

    @Test
    void cutsBothTextsOfAPairWhereNeitherIsShort() {
        assertArrayEquals(
                new long[] {CLS, A, B, SEP, C, C, C, SEP},
                tokenizer.encodePair("a b a b", "c c c c", 8).tokens().ids());
    }

    @Test
    void cutsTheBeginningsOfAPairWhereTheModelWantsThat() {
        try (TextTokenizer left = HuggingFaceTextTokenizer.open(directory.resolve("tokenizer.json"), true)) {
            assertArrayEquals(
                    new long[] {CLS, C, A, SEP, B, C, SEP},
                    left.encodePair("a b c a", "a a b c", 7).tokens().ids());
        }
    }

    @Test
    void doesNotTakeATokenNamedInAPairForOneOfItsOwn() {
        EncodedText pair = tokenizer.encodePair("[SEP] a b", "[CLS] c", 7);
        assertArrayEquals(
                new long[] {CLS, SEP, A, SEP, CLS, C, SEP}, pair.tokens().ids());
    }

    @Test
    void keepsTheSpecialTokensOfAPairWhereNothingElseFits() {
        assertArrayEquals(
                new long[] {CLS, SEP, SEP},
                tokenizer.encodePair("a", "b", 1).tokens().ids());
        assertArrayEquals(
                new long[] {CLS, SEP, B, SEP},
                tokenizer.encodePair("a", "b", 4).tokens().ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"世界", "😀😀", "\0", "é", "'; drop table users; --", " "})
    void takesAnyText(String text) {
        long[] ids = tokenizer.encode(text, 100).tokens().ids();
        assertEquals(CLS, ids[0]);
        assertEquals(SEP, ids[ids.length - 1]);
    }

    @Test
    void readsCharactersBeyondTheBasicPlaneAsOne() {
        assertArrayEquals(
                new long[] {CLS, UNKNOWN, A, SEP},
                tokenizer.encode("𠮷 a", 100).tokens().ids());
    }

    @Test
    void refusesAFileThatIsNoTokenizer() throws IOException {
        Path file = Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": 7}");
        ModelFormatException refusal =
                assertThrows(ModelFormatException.class, () -> HuggingFaceTextTokenizer.open(file, false));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains("save it again"), message);
    }

    /** Stands in until the real one is open. */
    private static final class NoTokenizer implements TextTokenizer {
        @Override
        public EncodedText encode(String text, int maxTokens) {
            throw new IllegalStateException();
        }

        @Override
        public EncodedText encodePair(String first, String second, int maxTokens) {
            throw new IllegalStateException();
        }

        @Override
        public int specialTokens() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
