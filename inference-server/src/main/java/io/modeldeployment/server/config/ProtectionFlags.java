package io.modeldeployment.server.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.web.ConnectionLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that say what is not let in, and where operators come in. */
final class ProtectionFlags {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MAX_PORT = 65_535;
    private static final int MOST_SAMPLED = 1000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--sanitize",
            description = "Take control, zero-width and bidirectional characters out of texts, and compose them (NFC)."
                    + " Default: texts are read as they come.")
    private boolean sanitize;

    @Option(
            names = "--refuse-pattern",
            paramLabel = "REGEX",
            description = "Refuse texts in which this is found, with 422; may be given several times (RE2 syntax).")
    private String[] refusePatterns = {};

    @Option(
            names = "--header-timeout",
            defaultValue = "10s",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Longest time for a request's whole header. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Duration headerTimeout;

    @Option(
            names = "--body-timeout",
            defaultValue = "10s",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Longest time for a request's whole body; longer gets 408. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Duration bodyTimeout;

    @Option(
            names = "--max-connections",
            defaultValue = "1024",
            paramLabel = "N",
            description =
                    "Connections at one time; when they get short, idle ones are closed. Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--management-port",
            paramLabel = "N",
            description = "Port for /cache, /sample, /metrics and /health, 0 for any free one, or none."
                    + " Default: the one after --port.")
    private @Nullable String managementPort;

    @Option(
            names = "--sample-size",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Keep the last N texts that users sent, each once, in memory alone, for GET /sample on the management"
                            + " port; they may be personal data. Default: ${DEFAULT-VALUE}, none.")
    private int sampleSize;

    TextRules rules() {
        return new TextRules(
                sanitize, Arrays.stream(refusePatterns).map(this::compiled).toList());
    }

    private Pattern compiled(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw wrong("--refuse-pattern '" + regex + "': " + e.getDescription()
                    + "; write a regular expression of RE2 (no backreferences, no lookaround)");
        }
    }

    ConnectionLimits connections() {
        notLonger("--header-timeout", headerTimeout);
        notLonger("--body-timeout", bodyTimeout);
        if (maxConnections < 10 || maxConnections > 100_000) {
            throw wrong("--max-connections is " + maxConnections + ": write a whole number from 10 to 100000");
        }
        return new ConnectionLimits(headerTimeout, bodyTimeout, maxConnections);
    }

    private void notLonger(String flag, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw wrong(flag + " is longer than 1h: write a shorter time");
        }
    }

    /** The management port, given that of the clients; 0 for any free one, empty for none. */
    OptionalInt managementPort(int port) {
        if (managementPort == null) {
            return OptionalInt.of(port == 0 || port == MAX_PORT ? 0 : port + 1);
        }
        if (managementPort.equals("none")) {
            return OptionalInt.empty();
        }
        if (!managementPort.matches("[0-9]{1,5}") || Integer.parseInt(managementPort) > MAX_PORT) {
            throw wrong("--management-port is " + managementPort + ": write a whole number from 0 to 65535, or none");
        }
        int chosen = Integer.parseInt(managementPort);
        if (chosen != 0 && chosen == port) {
            throw wrong("--management-port is that of --port: choose another, or none");
        }
        return OptionalInt.of(chosen);
    }

    /** Texts of the sample, given the management port: without one nobody could read them. */
    int sampleSize(OptionalInt management) {
        if (sampleSize < 0 || sampleSize > MOST_SAMPLED) {
            throw wrong("--sample-size is " + sampleSize + ": write a whole number from 0 to " + MOST_SAMPLED);
        }
        if (sampleSize > 0 && management.isEmpty()) {
            throw wrong(
                    "--sample-size is given with --management-port none: the sample is read there, leave one of them out");
        }
        return sampleSize;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
