package io.modeldeployment.cli.app;

import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.render.Ages;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say whether to wait for the operator, and how long. */
final class WaitOptions {
    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            paramLabel = "BOOL",
            description = "Waits for the operator's answer (default: true).")
    private boolean wanted;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "How long to wait, for example 90s or 5m (default: 30s).")
    @SuppressWarnings("NullAway.Init") // has a default
    private String timeout;

    boolean isWanted() {
        return wanted;
    }

    Duration timeout() {
        return Ages.parse(timeout)
                .orElseThrow(
                        () -> Failure.usage("--timeout " + timeout + " is not a time: write for example 90s or 5m"));
    }
}
