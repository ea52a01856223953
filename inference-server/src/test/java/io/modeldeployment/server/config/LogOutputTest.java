package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's own logback.xml, with a stream that the test can read instead of standard output. */
@Timeout(60)
class LogOutputTest {
    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private LogOutput install(boolean json, Level level, OutputStream target) throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogOutputTest.class.getResource("/logback.xml"));
        OutputStreamAppender<ILoggingEvent> stdout =
                (OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stdout");
        stdout.setOutputStream(target);
        return LogOutput.install(context, new ObserveOptions(json, level, Optional.empty(), Optional.empty()));
    }

    private Logger errors() {
        return context.getLogger("errors");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void writesALineOfTextARecord() throws Exception {
        try (LogOutput _ = install(false, Level.INFO, written)) {
            errors().info("up");
            errors().atError()
                    .addKeyValue("request_id", "7")
                    .addKeyValue("n", 2)
                    .log("a request failed");
        }
        assertEquals(2, lines().size());
        assertTrue(lines().get(0).endsWith(" INFO  errors up"), lines().get(0));
        assertTrue(lines().get(1).endsWith(" ERROR errors a request failed request_id=7 n=2"), lines().get(1));
    }

    @Test
    void letsNobodyForgeALine() throws Exception {
        try (LogOutput _ = install(false, Level.INFO, written)) {
            errors().atInfo()
                    .addKeyValue("input", "a\r\n2026 ERROR \u001b[31mforged")
                    .log("b\nc");
        }
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().endsWith("b c input=a  2026 ERROR  [31mforged"), lines().getFirst());
    }

    @Test
    void writesAnObjectARecord() throws Exception {
        try (LogOutput _ = install(true, Level.INFO, written)) {
            errors().atError()
                    .addKeyValue("request_id", "7")
                    .addKeyValue("score", 0.5)
                    .addKeyValue("input", List.of("a\nb", "世界"))
                    .log("a request failed");
        }
        assertEquals(1, lines().size());
        JsonNode said = JsonMapper.shared().readTree(lines().getFirst());
        assertEquals(
                List.of("timestamp", "message", "logger", "level", "request_id", "score", "input"),
                List.copyOf(said.propertyNames()));
        assertTrue(said.get("timestamp").stringValue().endsWith("Z"));
        assertTrue(Instant.parse(said.get("timestamp").stringValue()).isBefore(Instant.now()));
        assertEquals("ERROR", said.get("level").stringValue());
        assertEquals(0.5, said.get("score").doubleValue());
        assertEquals("a\nb", said.get("input").get(0).stringValue());
        assertEquals("世界", said.get("input").get(1).stringValue());
    }

    @Test
    void writesStacksIntoTheSameObject() throws Exception {
        try (LogOutput _ = install(true, Level.DEBUG, written)) {
            errors().atError().setCause(new IOException("disk")).log("a request failed");
        }
        assertEquals(1, lines().size());
        JsonNode said = JsonMapper.shared().readTree(lines().getFirst());
        assertTrue(said.get("stack_trace").stringValue().contains("LogOutputTest"));
    }

    @Test
    void setsTheLevelOfItsOwnRecordsOnly() throws Exception {
        try (LogOutput _ = install(false, Level.DEBUG, written)) {
            assertTrue(errors().isDebugEnabled());
            assertTrue(context.getLogger("io.modeldeployment.server.web.X").isDebugEnabled());
            assertFalse(context.getLogger("org.springframework").isInfoEnabled());
        }
        context.reset();
        try (LogOutput _ = install(false, Level.ERROR, written)) {
            assertFalse(context.getLogger("modelserver").isWarnEnabled());
            assertTrue(context.getLogger("predictions").isInfoEnabled(), "these have a flag of their own");
        }
    }

    @Test
    void makesNobodyWaitForAReaderThatDoesNotReadAndCountsWhatIsLost() throws Exception {
        Semaphore reading = new Semaphore(0);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                // Like a full pipe, which no interrupt gets through.
                reading.acquireUninterruptibly();
                written.write(b);
            }
        };
        double dropped;
        int logged = 5000;
        try (LogOutput output = install(false, Level.INFO, stuck)) {
            for (int i = 0; i < logged; i++) {
                errors().info("{}", i);
            }
            dropped = output.dropped();
            reading.release(Integer.MAX_VALUE);
        }
        assertTrue(dropped > 0);
        assertEquals(logged, dropped + lines().size());
    }
}
