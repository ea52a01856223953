package io.modeldeployment.server.store.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command says how far it is and how it ended. */
final class ReportFlags {
    @Option(
            names = "--progress-port",
            paramLabel = "N",
            description = "Also answer GET /progress with how far it is, on this port. Default: none.")
    @Nullable
    Integer progressPort;

    @Option(
            names = "--result",
            defaultValue = "/dev/termination-log",
            paramLabel = "FILE",
            description =
                    "Where the result or the failure is left, as one JSON object, if the file is there. Default: ${DEFAULT-VALUE}.")
    Path result = Path.of("/dev/termination-log");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;
}
