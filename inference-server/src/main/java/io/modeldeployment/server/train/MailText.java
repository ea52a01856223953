package io.modeldeployment.server.train;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw mail into what a person reads: subject and body, decoded, without HTML. All other headers are left out, since
 * they say where a mail came from and a filter's own verdict, and a model that learnt those would know nothing of its text.
 */
public final class MailText {
    /** Past this the text is cut, in characters: more than the longest input the encoder takes. */
    static final int MAX_CHARACTERS = 4_000;

    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private MailText() {}

    /**
     * The readable text of a mail.
     *
     * @param raw the mail as it was stored, with or without an mbox {@code From } line
     * @return subject and body with single spaces, at most 4,000 characters; empty where the mail has neither
     * @throws IOException where the bytes are no mail
     */
    public static String of(byte[] raw) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        builder.setDecodeMonitor(DecodeMonitor.SILENT);
        Message message = builder.parseMessage(new ByteArrayInputStream(raw, start(raw), raw.length));
        try {
            StringBuilder text = new StringBuilder(Objects.requireNonNullElse(message.getSubject(), "")).append('\n');
            append(message, text);
            return shorten(
                    text.toString().replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip());
        } finally {
            message.dispose();
        }
    }

    private static int start(byte[] raw) {
        if (!new String(raw, 0, Math.min(5, raw.length), StandardCharsets.US_ASCII).equals("From ")) {
            return 0;
        }
        int at = 0;
        while (at < raw.length && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }

    private static void append(Entity entity, StringBuilder text) throws IOException {
        if ("attachment".equalsIgnoreCase(entity.getDispositionType())) {
            return;
        }
        Body body = entity.getBody();
        switch (body) {
            case Message inner -> append(inner, text);
            case Multipart parts -> appendParts(parts, text);
            case SingleBody single
            when isText(entity) -> text.append(readable(entity, single)).append('\n');
            case null, default -> {}
        }
    }

    // multipart/alternative says one thing several ways, plainest first (RFC 2046, 5.1.4): the first with text is
    // enough.
    private static void appendParts(Multipart parts, StringBuilder text) throws IOException {
        boolean alternative = "alternative".equalsIgnoreCase(parts.getSubType());
        for (Entity part : List.copyOf(parts.getBodyParts())) {
            StringBuilder one = new StringBuilder();
            append(part, one);
            text.append(one);
            if (alternative && !one.toString().isBlank()) {
                return;
            }
        }
    }

    private static boolean isText(Entity entity) {
        String type = entity.getMimeType();
        return type == null || type.toLowerCase(Locale.ROOT).startsWith("text/");
    }

    private static String readable(Entity entity, SingleBody body) throws IOException {
        byte[] bytes;
        try (InputStream in = body.getInputStream()) {
            bytes = in.readAllBytes();
        }
        String text = decode(bytes, entity.getCharset());
        return isHtml(entity, text) ? Jsoup.parse(text).text() : text;
    }

    private static boolean isHtml(Entity entity, String text) {
        String head = text.substring(0, Math.min(300, text.length())).toLowerCase(Locale.ROOT);
        return "text/html".equalsIgnoreCase(entity.getMimeType())
                || head.contains("<html")
                || head.contains("<!doctype html");
    }

    // Old mails name no charset, an unknown one, or us-ascii over other bytes; windows-1252 reads most of those.
    private static String decode(byte[] bytes, @Nullable String declared) {
        Charset named = charset(declared);
        for (Charset charset : named == null || named.equals(StandardCharsets.US_ASCII)
                ? List.of(StandardCharsets.UTF_8)
                : List.of(named, StandardCharsets.UTF_8)) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException _) {
                continue;
            }
        }
        return new String(bytes, FALLBACK);
    }

    private static @Nullable Charset charset(@Nullable String name) {
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return null;
        }
    }

    private static String shorten(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end);
    }
}
