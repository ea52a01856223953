package io.modeldeployment.server.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

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
