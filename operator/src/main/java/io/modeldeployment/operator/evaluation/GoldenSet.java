package io.modeldeployment.operator.evaluation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Texts with the labels that are right for them, which every revision is held against.
 *
 * @param texts at least one, at most {@link #MOST_TEXTS}, no text twice, of two labels at least
 * @param sha256 of the bytes they were read from, in hexadecimal
 */
public record GoldenSet(List<GoldenText> texts, String sha256) {
    /** More texts than this are refused: all of them and their answers are held in memory. */
    public static final int MOST_TEXTS = 10_000;

    /** More bytes than this are refused. */
    public static final int MOST_BYTES = 4 << 20;

    /** Copies the list. */
    public GoldenSet {
        texts = List.copyOf(texts);
    }

    /** What became of bytes that were to be a golden set. */
    public sealed interface Reading {
        /** They are one. */
        record Good(GoldenSet set) implements Reading {}

        /** They are none; {@code problem} names lines and says what to write instead, and quotes no text. */
        record Bad(String problem) implements Reading {}
    }

    /** Reads JSON Lines: each line an object with the strings {@code text} and {@code label}; blank lines are left out. */
    public static Reading parse(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return new Reading.Bad("the golden set has more than %d MiB: take a sample of its texts, %d at most"
                    .formatted(MOST_BYTES >> 20, MOST_TEXTS));
        }
        return new GoldenSetParser().parse(bytes);
    }

    /** The labels that occur, sorted. */
    public Set<String> labels() {
        return texts.stream().map(GoldenText::label).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The SHA-256 of {@code bytes} in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The SHA-256 of {@code text} as UTF-8, in hexadecimal. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
