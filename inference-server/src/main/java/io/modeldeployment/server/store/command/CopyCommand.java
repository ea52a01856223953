package io.modeldeployment.server.store.command;

import io.modeldeployment.server.store.ModelCopy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code modelserver model copy}. */
@Command(
        name = "copy",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Copies a model, goes on where an earlier call ended, and inspects the copy.")
final class CopyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The model's directory; only read.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where the copy shall be.")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Option(names = "--sha256", paramLabel = "DIGEST", description = "What the model's digest has to be.")
    private @Nullable String sha256;

    @Mixin
    private ReportFlags flags = new ReportFlags();

    @Override
    public Integer call() {
        Optional<String> digest = Digests.given(spec, sha256);
        return new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), flags)
                .on(meter -> new ModelCopy(from, to, meter).run(digest));
    }
}
