package io.modeldeployment.operator.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modeldeployment.operator.evaluation.GoldenSet.Reading;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a golden set line by line and remembers everything that is wrong with it. */
final class GoldenSetParser {
    private static final String FORM = "write {\"text\": \"…\", \"label\": \"…\"}";
    private static final String NO_OBJECT =
            "is not one whole JSON object, with each field once and nothing behind it: " + FORM;
    private static final Set<String> FIELDS = Set.of("text", "label");
    private static final int PROBLEMS_SAID = 3;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_LABEL = 100;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<GoldenText> texts = new ArrayList<>();
    private final Map<String, GoldenText> seen = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Reading parse(byte[] bytes) {
        Optional<String> decoded = decode(bytes);
        if (decoded.isPresent()) {
            String[] lines = decoded.get().split("\n", -1);
            for (int i = 0; i < lines.length && texts.size() <= GoldenSet.MOST_TEXTS; i++) {
                if (!lines[i].isBlank()) {
                    readLine(i + 1, lines[i].strip());
                }
            }
            checkWhole();
        }
        return problems.isEmpty()
                ? new Reading.Good(new GoldenSet(texts, GoldenSet.sha256(bytes)))
                : new Reading.Bad(said());
    }

    private Optional<String> decode(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        ByteBuffer in = ByteBuffer.wrap(bytes, marked ? 3 : 0, bytes.length - (marked ? 3 : 0));
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            problems.add("line %d is not UTF-8: save the file as UTF-8".formatted(line));
            return Optional.empty();
        }
        return Optional.of(out.flip().toString());
    }

    private void readLine(int line, String json) {
        if (json.startsWith("[")) {
            problems.add("line %d begins an array: write one object a line, without brackets and commas around it"
                    .formatted(line));
            return;
        }
        try {
            texts.add(text(line, fields(json)));
        } catch (Refusal e) {
            problems.add("line %d %s".formatted(line, e.getMessage()));
        } catch (JsonProcessingException e) {
            problems.add("line %d %s".formatted(line, NO_OBJECT));
        }
    }

    /** What is wrong with a line, in words that follow its number. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    private static Map<String, String> fields(String json) throws JsonProcessingException, Refusal {
        Map<String, String> fields = new HashMap<>();
        JsonNode object = JSON.readTree(json);
        if (object == null || !object.isObject()) {
            throw new Refusal(NO_OBJECT);
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new Refusal("has the unknown field '%s': the fields are text and label"
                        .formatted(shortened(field.getKey(), LONGEST_NAME)));
            }
            if (!field.getValue().isTextual()) {
                throw new Refusal("has no string as %s: %s".formatted(field.getKey(), FORM));
            }
            fields.put(field.getKey(), field.getValue().textValue());
        }
        return fields;
    }

    private GoldenText text(int line, Map<String, String> fields) throws Refusal {
        var text = new GoldenText(line, required("text", fields), required("label", fields));
        if (text.label().length() > LONGEST_LABEL) {
            throw new Refusal(
                    "has a label of more than %d characters: write one of the model's labels".formatted(LONGEST_LABEL));
        }
        GoldenText twin = seen.putIfAbsent(text.text(), text);
        if (twin != null) {
            throw new Refusal(
                    twin.label().equals(text.label())
                            ? "repeats the text of line %d, which would count twice: leave one out"
                                    .formatted(twin.line())
                            : "has the text of line %d with another label: leave the wrong one out"
                                    .formatted(twin.line()));
        }
        return text;
    }

    private static String required(String name, Map<String, String> fields) throws Refusal {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new Refusal("has no %s, or a blank one: %s".formatted(name, FORM));
        }
        return value;
    }

    private void checkWhole() {
        if (texts.size() > GoldenSet.MOST_TEXTS) {
            problems.add(
                    "the golden set has more than %d texts: take a sample of them".formatted(GoldenSet.MOST_TEXTS));
        } else if (texts.isEmpty() && problems.isEmpty()) {
            problems.add("the golden set is empty: write a line for each text, " + FORM);
        } else if (problems.isEmpty()
                && new HashSet<>(texts.stream().map(GoldenText::label).toList()).size() == 1) {
            problems.add(
                    "all texts have the same label, so that a model which always gives it would pass: add texts of "
                            + "other labels");
        }
    }

    private String said() {
        String said = String.join("; ", problems.subList(0, Math.min(PROBLEMS_SAID, problems.size())));
        int more = problems.size() - PROBLEMS_SAID;
        return more > 0 ? said + "; and %d more like this".formatted(more) : said;
    }

    static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
