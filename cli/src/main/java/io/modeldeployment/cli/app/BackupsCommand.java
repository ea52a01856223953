package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.cluster.Scope;
import io.modeldeployment.cli.render.Ages;
import io.modeldeployment.cli.render.Table;
import io.modeldeployment.cli.view.BackupView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the backups of a ModelDeployment, also of one that is gone. */
@Command(name = "backups", description = "Lists the backups of a ModelDeployment, the newest first.")
final class BackupsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Override
    public Integer call() {
        Format format = output.of(Format.WIDE, Format.JSON, Format.YAML);
        try (Cluster cluster = mdep.open()) {
            String namespace = mdep.namespace(cluster);
            var backups = BackupView.of(
                    Mdep.name(name),
                    cluster.list(Kind.MODEL_BACKUP, Scope.in(Optional.of(namespace)), Function.identity()));
            if (format.isForPrograms()) {
                mdep.print(List.of(Documents.of(format, document(backups))));
            } else if (backups.isEmpty()) {
                mdep.print(List.of("No backups: there is no ModelBackup of " + Mdep.name(name) + " in the namespace "
                        + namespace + "."));
            } else {
                mdep.print(table(backups, format == Format.WIDE));
            }
            return ExitCode.DONE.number();
        }
    }

    private List<String> table(List<BackupView> backups, boolean isWide) {
        var table = isWide
                ? new Table("NAME", "METHOD", "PHASE", "MODEL", "SIZE", "AGE", "REVISION", "DIGEST", "MESSAGE")
                : new Table("NAME", "METHOD", "PHASE", "MODEL", "SIZE", "AGE");
        for (BackupView backup : backups) {
            String age = Ages.since(backup.object().created(), mdep.now());
            String[] cells = {
                backup.object().name(),
                cell(backup, "method"),
                backup.phase(),
                cell(backup, "model", "name"),
                cell(backup, "size"),
                age
            };
            String[] more = {cell(backup, "revision"), cell(backup, "model", "digest"), backup.message()};
            table.row(isWide ? Stream.of(cells, more).flatMap(Arrays::stream).toArray(String[]::new) : cells);
        }
        return table.lines();
    }

    private static String cell(BackupView backup, String... path) {
        return backup.object().at("status").text(path).orElse("-");
    }

    private static Map<String, Object> document(List<BackupView> backups) {
        return Map.of(
                "kind",
                "List",
                "items",
                backups.stream().map(BackupView::object).map(Documents::shown).toList());
    }
}
