package io.modeldeployment.server.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Takes what is written to one logger, as long as it is open. */
public final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final Level level;
    private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

    /** @param level from which on records are written */
    public RecordedLog(String name, Level level) {
        this.logger = (Logger) LoggerFactory.getLogger(name);
        this.level = logger.getEffectiveLevel();
        logger.setLevel(level);
        logger.setAdditive(false);
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /** The next record, which may be on its way still. */
    public ILoggingEvent next() throws InterruptedException {
        ILoggingEvent event = events.poll(30, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was logged");
        }
        return event;
    }

    /** The fields of the next record, in their order. */
    public Map<String, Object> nextFields() throws InterruptedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        next().getKeyValuePairs().forEach(pair -> fields.put(pair.key, pair.value));
        return fields;
    }

    /** Records that nobody has looked at. */
    public int left() {
        return events.size();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(level);
    }
}
