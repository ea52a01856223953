package io.modeldeployment.server.store.command;

import io.modeldeployment.server.store.Inspection;
import io.modeldeployment.server.store.ModelManifest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code modelserver model inspect}. */
@Command(
        name = "inspect",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Reads every file of a model's directory, holds them against its manifest where it has one, and prints the model's digest.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The model's directory.")
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Option(names = "--sha256", paramLabel = "DIGEST", description = "What the model's digest has to be.")
    private @Nullable String sha256;

    @Mixin
    private ReportFlags flags = new ReportFlags();

    @Override
    public Integer call() {
        Optional<String> digest = Digests.given(spec, sha256);
        return new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), flags).on(meter -> {
            ModelManifest model = new Inspection(directory, meter).run();
            Inspection.require(model, digest);
            return model;
        });
    }
}
