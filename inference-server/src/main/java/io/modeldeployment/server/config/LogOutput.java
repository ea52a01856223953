package io.modeldeployment.server.config;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeldeployment.server.observe.ErrorLog;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/**
 * Where log records go: from any thread into a bounded queue, from there to standard output by one thread, so that nobody who logs
 * waits for whoever reads the log. What the queue has no room for is dropped and counted.
 */
final class LogOutput implements AutoCloseable {
    /** The appender in logback.xml. */
    private static final String STDOUT = "stdout";
    /** The loggers of the server's own, whose level can be set. */
    private static final List<String> OWN = List.of("modelserver", "io.modeldeployment", ErrorLog.LOGGER);

    private static final int QUEUED = 1024;
    private static final int MILLIS_TO_FLUSH = 1000;

    private final Queue queue;

    private LogOutput(Queue queue) {
        this.queue = queue;
    }

    /**
     * Puts the queue in front of the appender named {@code stdout}, where the configuration has one; another configuration, given
     * with {@code -Dlogback.configurationFile}, is left as it is.
     */
    static LogOutput install(LoggerContext context, ObserveOptions options) {
        OWN.forEach(name ->
                context.getLogger(name).setLevel(Level.toLevel(options.level().name())));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Queue queue = new Queue();
        queue.setContext(context);
        queue.setQueueSize(QUEUED);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(MILLIS_TO_FLUSH);
        Appender<ILoggingEvent> output = root.getAppender(STDOUT);
        if (output != null) {
            if (options.json() && output instanceof OutputStreamAppender<ILoggingEvent> stream) {
                stream.setEncoder(json(context));
            }
            root.detachAppender(output);
            queue.addAppender(output);
            queue.start();
            root.addAppender(queue);
        }
        return new LogOutput(queue);
    }

    private static LogstashEncoder json(LoggerContext context) {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setTimestamp("timestamp");
        names.setVersion(null);
        names.setLevelValue(null);
        names.setThread(null);
        names.setLogger("logger");
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.setFieldNames(names);
        encoder.setTimeZone("UTC");
        encoder.setTimestampPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX");
        encoder.start();
        return encoder;
    }

    /** Shows how many records were lost. */
    void register(MeterRegistry registry, String model, String revision) {
        FunctionCounter.builder("model_log_records_dropped_total", this, LogOutput::dropped)
                .description("Log records that were dropped because too many waited to be written")
                .tags("model_name", model, "revision", revision)
                .register(registry);
    }

    /** Records that were dropped because too many waited to be written. */
    double dropped() {
        return queue.dropped.doubleValue();
    }

    /** Writes what waits, for at most a second; nothing is logged any more afterwards. */
    @Override
    public void close() {
        queue.stop();
    }

    /** Logback's queue, which would drop silently. */
    private static final class Queue extends AsyncAppender {
        private final LongAdder dropped = new LongAdder();

        /** Synchronised, so that the room that was seen is still there: only this method takes it. */
        @Override
        protected synchronized void append(ILoggingEvent event) {
            if (getRemainingCapacity() == 0) {
                dropped.increment();
            } else {
                super.append(event);
            }
        }
    }
}
