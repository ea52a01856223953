package io.modeldeployment.cli.app;

import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command that all verbs belong to, with the flags that all of them take. */
@Command(
        name = "kubectl mdep",
        description = "Shows rollouts of ModelDeployments and acts on them.",
        subcommands = {
            GetCommand.class,
            ActCommand.Promote.class,
            ActCommand.Abort.class,
            ActCommand.Retry.class,
            ActCommand.Pause.class,
            ActCommand.Resume.class,
            UndoCommand.class,
            HistoryCommand.class,
            AnalysisCommand.class,
            BackupsCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            CompletionCommand.class
        },
        synopsisSubcommandLabel = "VERB",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0 done; 1 refused or failed; 2 wrong usage; 3 not found; 4 timed out; 5 no access to the cluster",
        })
final class Mdep {
    private final Surroundings surroundings;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            scope = ScopeType.INHERIT,
            description = "Namespace; without it, that of the context.")
    private @Nullable String namespace;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            scope = ScopeType.INHERIT,
            description = "Context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The kubeconfig; without it, $KUBECONFIG or ~/.kube/config.")
    private @Nullable String kubeconfig;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    Mdep(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Opens the cluster that the flags mean. */
    Cluster open() {
        return new Cluster(surroundings.clients().apply(new Connection(given(kubeconfig), given(context))));
    }

    /** The namespace that is meant. */
    String namespace(Cluster cluster) {
        return given(namespace).or(() -> given(cluster.client().getNamespace())).orElse("default");
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank());
    }

    /** A name, also where it is written as kubectl prints it, with its kind before a slash. */
    static String name(String written) {
        int slash = written.indexOf('/');
        if (slash < 0) {
            return written;
        }
        String kind = written.substring(0, slash);
        if (!List.of("mdep", "modeldeployment", "modeldeployments", "modeldeployment.serving.modeldeployment.io")
                .contains(kind)) {
            throw Failure.usage("'" + written + "' is not a ModelDeployment: write its name, for example mdep/spam");
        }
        return written.substring(slash + 1);
    }

    PrintWriter out() {
        return surroundings.out();
    }

    PrintWriter err() {
        return surroundings.err();
    }

    Screen screen() {
        return surroundings.screen();
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    void print(List<String> lines) {
        lines.forEach(out()::println);
        out().flush();
    }

    /** Runs one command line and gives what the process ends with. */
    static int run(Surroundings surroundings, String... arguments) {
        if (arguments.length > 0 && arguments[0].equals(Completion.ASK)) {
            return new Completion(surroundings).answer(List.of(arguments).subList(1, arguments.length));
        }
        if (arguments.length > 0 && arguments[0].equals(WarmUp.ASK)) {
            return WarmUp.run();
        }
        return new CommandLine(new Mdep(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setParameterExceptionHandler(new Problems(surroundings))
                .setExecutionExceptionHandler(new Problems(surroundings))
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }
}
