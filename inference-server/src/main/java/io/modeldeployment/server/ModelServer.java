package io.modeldeployment.server;

import io.modeldeployment.server.bench.BenchmarkCommand;
import io.modeldeployment.server.config.RehearseCommand;
import io.modeldeployment.server.config.ServeCommand;
import io.modeldeployment.server.store.command.ModelCommand;
import io.modeldeployment.server.train.TrainHeadCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code modelserver}. */
@Command(
        name = "modelserver",
        mixinStandardHelpOptions = true,
        versionProvider = ModelServer.Version.class,
        description =
                "Serves transformer models over HTTP, fetches and measures them, and trains small heads for them.",
        subcommands = {
            ServeCommand.class,
            ModelCommand.class,
            BenchmarkCommand.class,
            TrainHeadCommand.class,
            RehearseCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "modelserver COMMAND --help tells more. Example: modelserver serve --model ./my-model --port 8000"
        })
public final class ModelServer {
    private ModelServer() {}

    /** Runs the command that the arguments name and exits with its code. */
    public static void main(String[] arguments) {
        // Spring Boot would set logging up a second time; logback.xml says it all.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(new CommandLine(new ModelServer())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ModelServer::refuse)
                .execute(arguments));
    }

    /** Says in one line what is wrong with the arguments; the whole help would hide it. */
    private static int refuse(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr()
                .println("modelserver: " + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ") + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Tells the version the build gave to the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ModelServer.class.getPackage().getImplementationVersion();
            return new String[] {"modelserver " + (version == null ? "(not packaged)" : version)};
        }
    }
}
