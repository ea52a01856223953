package io.modeldeployment.server.observe;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names a request, so that its answer, its log records and its trace can be found by each other. */
public final class RequestId {
    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Request-Id";

    /** What may stand in a log line, a header and a query without being escaped. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private RequestId() {}

    /**
     * The id that a client or proxy gave the request, or a new one where it gave none or one that is not fit for logs.
     *
     * @param given the header's value
     */
    public static String of(@Nullable String given) {
        return given != null && SANE.matcher(given).matches() ? given : random();
    }

    /** 32 hexadecimal digits; unique, not secret. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
