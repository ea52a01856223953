package io.modeldeployment.server.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One thing a model is asked about; it answers each with one row of numbers. */
public sealed interface ModelInput {
    /** UTF-16 units of its text, 0 where it came as token ids. */
    int characters();

    /** Its text, for the log; of token ids the ids. */
    String readable();

    /** What tells it from every other input, of whatever kind: the marks between its parts are no bytes of UTF-8. */
    byte[] content();

    /** A text, to be tokenized with the special tokens of a single one. */
    record Text(String text) implements ModelInput {
        @Override
        public int characters() {
            return text.length();
        }

        @Override
        public String readable() {
            return text;
        }

        @Override
        public byte[] content() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Two texts that the model reads together, as a cross-encoder does.
     *
     * @param first the query, or the premise
     * @param second the passage, or the hypothesis
     */
    record Pair(String first, String second) implements ModelInput {
        private static final int BETWEEN = 0xFF;

        @Override
        public int characters() {
            return first.length() + second.length();
        }

        @Override
        public String readable() {
            return first + "\n" + second;
        }

        @Override
        public byte[] content() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(first.getBytes(StandardCharsets.UTF_8));
            bytes.write(BETWEEN);
            bytes.writeBytes(second.getBytes(StandardCharsets.UTF_8));
            return bytes.toByteArray();
        }
    }

    /**
     * A text that its sender tokenized.
     *
     * @param ids ids of the model's own vocabulary, special tokens included; read as they are
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Tokens(long[] ids) implements ModelInput {
        private static final byte FIRST = (byte) 0xFE;

        @Override
        public int characters() {
            return 0;
        }

        @Override
        public String readable() {
            return Arrays.toString(ids);
        }

        @Override
        public byte[] content() {
            ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES * ids.length);
            bytes.put(FIRST).asLongBuffer().put(ids);
            return bytes.array();
        }
    }
}
