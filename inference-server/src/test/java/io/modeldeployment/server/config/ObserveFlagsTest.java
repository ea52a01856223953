package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ObserveFlagsTest {
    @Command
    private static final class Flags {
        @Mixin
        private final ObserveFlags observe = new ObserveFlags();
    }

    private static ObserveOptions parse(String flags, Map<String, String> environment) {
        Flags command = new Flags();
        new CommandLine(command).parseArgs(flags.isEmpty() ? new String[0] : flags.split(" "));
        return command.observe.options(environment);
    }

    @Test
    void logsTextWithoutRequestsAndTracesNothingByDefault() {
        assertEquals(ObserveOptions.NONE, parse("", Map.of("PATH", "/bin")));
    }

    @Test
    void takesEveryFlag() {
        assertEquals(
                new ObserveOptions(
                        true,
                        Level.DEBUG,
                        Optional.of(new ObserveOptions.Predictions(true, 0.1)),
                        Optional.of("http://collector:4318/v1/traces")),
                parse(
                        "--log-format json --log-level debug --log-predictions --log-texts --log-sample 0.1"
                                + " --otlp-endpoint http://collector:4318/",
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, https://a/otlp, https://a/otlp/v1/traces",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://b:1/x, http://b:1/x"
    })
    void takesTheEndpointOfTheStandardVariables(String variable, String value, String endpoint) {
        assertEquals(Optional.of(endpoint), parse("", Map.of(variable, value)).tracesEndpoint());
        assertEquals(
                Optional.of("http://flag:1/v1/traces"),
                parse("--otlp-endpoint http://flag:1", Map.of(variable, value)).tracesEndpoint());
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
    void leavesTracesOffWhereAVariableSaysSo(String variable, String value) {
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4318", variable, value);
        assertEquals(Optional.empty(), parse("", environment).tracesEndpoint());
    }

    @Test
    void refusesAProtocolItDoesNotSpeak() {
        Map<String, String> environment =
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        CommandLine.ParameterException refused =
                assertThrows(CommandLine.ParameterException.class, () -> parse("", environment));
        assertTrue(String.valueOf(refused.getMessage()).contains("http/protobuf only"), refused.getMessage());
        assertEquals(
                Optional.of("http://a:4317/v1/traces"),
                parse(
                                "",
                                Map.of(
                                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317",
                                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))
                        .tracesEndpoint());
    }

    @ParameterizedTest
    @CsvSource({
        "--log-format xml, 'is none of text, json'",
        "--log-level loud, 'is none of error, warn, info, debug'",
        "--log-texts, '--log-texts is given without --log-predictions: add it'",
        "--log-sample 0.5, '--log-sample is given without --log-predictions: add it'",
        "--log-predictions --log-sample 0, 'write a share above 0 and at most 1'",
        "--log-predictions --log-sample 10, 'write a share above 0 and at most 1'",
        "--log-predictions --log-sample NaN, 'write a share above 0 and at most 1'",
        "--otlp-endpoint collector:4318, 'write a URL such as http://collector:4318'",
        "--otlp-endpoint grpc://collector:4317, 'write a URL such as http://collector:4318'",
        "--otlp-endpoint http://a|b, 'write a URL such as http://collector:4318'"
    })
    void refusesWhatItCannotDoAndSaysWhatToWrite(String flags, String reason) {
        CommandLine.ParameterException refused =
                assertThrows(CommandLine.ParameterException.class, () -> parse(flags, Map.of()));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
    }
}
