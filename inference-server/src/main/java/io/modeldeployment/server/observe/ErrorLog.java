package io.modeldeployment.server.observe;

import io.modeldeployment.server.inference.RequestContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one log record for each request that the server failed on; the stack only where debugging is on. */
public final class ErrorLog {
    /** The logger of these records. */
    public static final String LOGGER = "errors";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int MOST_CHARACTERS = 500;

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    /** The current request failed for that reason. */
    public void failed(Throwable failure) {
        String type = failure.getClass().getName();
        RequestContext context = RequestContext.current();
        LogFields record = new LogFields();
        record.say("request_id", context.requestId());
        record.say("trace_id", context.listener().traceId());
        record.say("path", context.path());
        record.say("error_type", type);
        record.say("error_message", shortened(String.valueOf(failure.getMessage())));
        record.say(
                "error_count",
                counts.computeIfAbsent(type, _ -> new AtomicLong()).incrementAndGet());
        if (failure.getStackTrace().length > 0) {
            record.say("error_at", failure.getStackTrace()[0].toString());
        }
        record.log(LOG.isDebugEnabled() ? LOG.atError().setCause(failure) : LOG.atError(), "a request failed");
    }

    private static String shortened(String message) {
        return message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "…";
    }
}
