package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a shell has to be told to complete verbs, flags and names. */
@Command(
        name = "completion",
        description = "Prints completions for a shell, for example: source <(kubectl-mdep completion bash)")
final class CompletionCommand implements Callable<Integer> {
    /** Shells that there are completions for. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Shells() {
            super(List.of("bash", "zsh", "fish"));
        }
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init") // required
    private String shell;

    @Override
    public Integer call() {
        if (!new Shells().contains(shell)) {
            throw Failure.usage("there are no completions for '" + shell + "': write bash, zsh or fish");
        }
        try (InputStream script = CompletionCommand.class.getResourceAsStream("/completion/" + shell)) {
            if (script == null) {
                throw new IllegalStateException("the build left the completions for " + shell + " out");
            }
            mdep.out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            mdep.out().flush();
            return ExitCode.DONE.number();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
