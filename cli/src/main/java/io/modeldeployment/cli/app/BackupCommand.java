package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.BackingUp;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.view.BackupView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks for a backup of what a ModelDeployment serves now. */
@Command(name = "backup", description = "Backs the model up that the stable revision serves now.")
final class BackupCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(
            names = "--name",
            paramLabel = "BACKUP",
            description = "Name of the ModelBackup; without it, that of the ModelDeployment and the time.")
    private @Nullable String backupName;

    @Override
    public Integer call() throws InterruptedException {
        Format format = output.of(Format.JSON, Format.YAML);
        waiting.timeout();
        try (Cluster cluster = mdep.open()) {
            String wanted = Mdep.name(name);
            var backing = new BackingUp(cluster, mdep.namespace(cluster), wanted);
            String called = Optional.ofNullable(backupName).orElse(wanted + "-" + STAMP.format(mdep.now()));
            BackupView made =
                    backing.ask(called).orElseThrow(() -> GetCommand.missing(wanted, mdep.namespace(cluster)));
            BackupView seen = waiting.isWanted() ? backing.ended(called, waiting.timeout()) : made;
            if (format.isForPrograms()) {
                mdep.print(List.of(Documents.of(format, document(seen))));
            } else {
                mdep.print(List.of("mbk/" + called + ": "
                        + (seen.message().isEmpty() ? "asked for" : seen.phase() + ": " + seen.message())));
            }
            if (seen.phase().equals("Failed")) {
                throw Failure.refused("the backup " + called + " failed: " + seen.message());
            }
            return ExitCode.DONE.number();
        }
    }

    private static Map<String, Object> document(BackupView backup) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", backup.object().name());
        document.put("namespace", backup.object().namespace());
        document.put("phase", backup.phase());
        document.put("message", backup.message());
        return document;
    }
}
