package io.modeldeployment.server.store.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code modelserver model}: what jobs of the operator do with the files of models, and people may do too. */
@Command(
        name = "model",
        description = "Fetches, checks and copies the files of models.",
        subcommands = {FetchCommand.class, InspectCommand.class, CopyCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class ModelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: fetch, inspect or copy");
    }
}
