package io.modeldeployment.server.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.spi.LoggingEventBuilder;

/** The fields of one log record, in the order in which they are said. */
final class LogFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Says something; an empty text says nothing. */
    void say(String field, Object value) {
        if (!value.equals("")) {
            fields.put(field, value);
        }
    }

    /** Writes the record. */
    void log(LoggingEventBuilder event, String message) {
        LoggingEventBuilder all = event;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            all = all.addKeyValue(field.getKey(), field.getValue());
        }
        all.log(message);
    }
}
