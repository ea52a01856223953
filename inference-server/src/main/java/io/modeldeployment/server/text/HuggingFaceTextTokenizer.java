package io.modeldeployment.server.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tokenizes with the Hugging Face tokenizers library.
 *
 * <p>Padding and truncation of the {@code tokenizer.json} are switched off: batches are packed, and the limit differs from
 * request to request. Cutting is done here, the way the library does it for a single text: special tokens stay, the text loses
 * tokens at its end (or its beginning, where {@code truncation_side} says so).
 */
public final class HuggingFaceTextTokenizer implements TextTokenizer {
    private final HuggingFaceTokenizer tokenizer;
    private final boolean cutLeft;
    private final int leading;
    private final int trailing;

    private HuggingFaceTextTokenizer(HuggingFaceTokenizer tokenizer, boolean cutLeft) {
        this.tokenizer = tokenizer;
        this.cutLeft = cutLeft;
        long[] special = tokenizer.encode("a", true, false).getSpecialTokenMask();
        int first = 0;
        while (first < special.length && special[first] == 1) {
            first++;
        }
        int last = special.length;
        while (last > first && special[last - 1] == 1) {
            last--;
        }
        this.leading = first;
        this.trailing = special.length - last;
    }

    /**
     * Opens a {@code tokenizer.json}.
     *
     * @param file the file
     * @param cutLeft whether long texts lose their beginning
     * @throws ModelFormatException when the file is no tokenizer
     */
    public static HuggingFaceTextTokenizer open(Path file, boolean cutLeft) {
        try {
            Map<String, String> options = Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "true");
            return new HuggingFaceTextTokenizer(HuggingFaceTokenizer.newInstance(file, options), cutLeft);
        } catch (IOException | EngineException e) {
            throw new ModelFormatException(
                    file,
                    "cannot be loaded: " + e.getMessage(),
                    "save it again with a fast tokenizer's save_pretrained");
        } catch (RuntimeException e) {
            // The native side reports a malformed file as a bare RuntimeException with the parser's words.
            throw new ModelFormatException(
                    file,
                    "is no tokenizer: " + e.getMessage(),
                    "save it again with a fast tokenizer's save_pretrained");
        }
    }

    @Override
    public EncodedText encode(String text, int maxTokens) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        // The library's own encode also builds token strings and spans, which nothing here reads.
        long encoding = library.encode(tokenizer.getHandle(), text, true);
        try {
            long[] ids = library.getTokenIds(encoding);
            long[] types = library.getTypeIds(encoding);
            return new EncodedText(new TokenIds(cut(ids, maxTokens), cut(types, maxTokens)), ids.length);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    @Override
    public EncodedText encodePair(String first, String second, int maxTokens) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encodeDual(tokenizer.getHandle(), first, second, true);
        try {
            long[] ids = library.getTokenIds(encoding);
            int[] kept = keptOfPair(library.getSequenceIds(encoding), maxTokens);
            TokenIds tokens = new TokenIds(pick(ids, kept), pick(library.getTypeIds(encoding), kept));
            return new EncodedText(tokens, ids.length);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /**
     * The indices of the tokens that are kept.
     *
     * @param sequences 0 and 1 for the tokens of the two texts, -1 for special ones
     */
    private int[] keptOfPair(long[] sequences, int maxTokens) {
        int[] counts = new int[2];
        for (long sequence : sequences) {
            if (sequence >= 0) {
                counts[(int) sequence]++;
            }
        }
        int special = sequences.length - counts[0] - counts[1];
        PairLengths lengths = new PairLengths(counts[0], counts[1]).within(Math.max(0, maxTokens - special));
        int[] from = {cutLeft ? counts[0] - lengths.first() : 0, cutLeft ? counts[1] - lengths.second() : 0};
        int[] to = {from[0] + lengths.first(), from[1] + lengths.second()};
        int[] seen = new int[2];
        return IntStream.range(0, sequences.length)
                .filter(i -> {
                    int sequence = (int) sequences[i];
                    if (sequence < 0) {
                        return true;
                    }
                    int index = seen[sequence]++;
                    return index >= from[sequence] && index < to[sequence];
                })
                .toArray();
    }

    private static long[] pick(long[] values, int[] indices) {
        return IntStream.of(indices).mapToLong(i -> values[i]).toArray();
    }

    private long[] cut(long[] values, int maxTokens) {
        if (values.length <= maxTokens) {
            return values;
        }
        int kept = maxTokens - leading - trailing;
        int from = cutLeft ? values.length - trailing - kept : leading;
        long[] cut = new long[maxTokens];
        System.arraycopy(values, 0, cut, 0, leading);
        System.arraycopy(values, from, cut, leading, kept);
        System.arraycopy(values, values.length - trailing, cut, leading + kept, trailing);
        return cut;
    }

    @Override
    public int specialTokens() {
        return leading + trailing;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
