package io.modeldeployment.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of {@code modelserver serve} that say what is logged and traced. */
final class ObserveFlags {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /** What a log record looks like. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--log-format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            converter = ChoiceConverter.ForLogFormat.class,
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    @Option(
            names = "--log-level",
            defaultValue = "info",
            paramLabel = "LEVEL",
            converter = ChoiceConverter.ForLogLevel.class,
            description = "error, warn, info or debug (errors with their stacks). Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Level level;

    @Option(names = "--log-predictions", description = "Log every request: sizes, best label, time, but not its texts.")
    private boolean predictions;

    @Option(names = "--log-texts", description = "Log the texts too, which may be personal data.")
    private boolean texts;

    @Option(
            names = "--log-sample",
            paramLabel = "SHARE",
            description = "Share of requests that --log-predictions logs, as 0.1. Default: 1, all of them.")
    private @Nullable Double sample;

    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            description = "OpenTelemetry collector to send traces to over OTLP/HTTP, as http://collector:4318. "
                    + "Default: $" + ENDPOINT + ", else no traces.")
    private @Nullable String otlpEndpoint;

    /** The flags, checked, with what the environment says where they say nothing. */
    ObserveOptions options(Map<String, String> environment) {
        return new ObserveOptions(format == Format.JSON, level, predictions(), tracesEndpoint(environment));
    }

    private Optional<ObserveOptions.Predictions> predictions() {
        if (!predictions) {
            if (texts || sample != null) {
                throw wrong((texts ? "--log-texts" : "--log-sample") + " is given without --log-predictions: add it");
            }
            return Optional.empty();
        }
        double share = sample == null ? 1 : sample;
        if (!(share > 0 && share <= 1)) {
            throw wrong("--log-sample is " + share + ": write a share above 0 and at most 1, as 0.1");
        }
        return Optional.of(new ObserveOptions.Predictions(texts, share));
    }

    private Optional<String> tracesEndpoint(Map<String, String> environment) {
        if (otlpEndpoint != null) {
            return Optional.of(ofBase("--otlp-endpoint", otlpEndpoint));
        }
        if (environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")
                || environment.getOrDefault("OTEL_TRACES_EXPORTER", "").equals("none")) {
            return Optional.empty();
        }
        String traces = environment.getOrDefault(TRACES_ENDPOINT, "");
        String base = environment.getOrDefault(ENDPOINT, "");
        if (traces.isEmpty() && base.isEmpty()) {
            return Optional.empty();
        }
        checkProtocol(environment);
        return Optional.of(traces.isEmpty() ? ofBase(ENDPOINT, base) : checked(TRACES_ENDPOINT, traces));
    }

    private void checkProtocol(Map<String, String> environment) {
        for (String name : new String[] {"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"}) {
            String protocol = environment.getOrDefault(name, "");
            if (protocol.equals("http/protobuf")) {
                return;
            }
            if (!protocol.isEmpty()) {
                throw wrong(
                        name + " is " + protocol
                                + ": traces go out over http/protobuf only; set it so, and the endpoint to the collector's port for it (4318)");
            }
        }
    }

    private String ofBase(String name, String base) {
        return checked(name, base).replaceAll("/+$", "") + "/v1/traces";
    }

    private String checked(String name, String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Refused below, like any other text that is no such URL.
        }
        throw wrong(name + " is '" + url + "': write a URL such as http://collector:4318");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
