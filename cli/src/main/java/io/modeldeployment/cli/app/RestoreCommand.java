package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.cluster.SpecWriting;
import io.modeldeployment.cli.history.Keepers;
import io.modeldeployment.cli.view.BackupView;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes a backup the model of a ModelDeployment; from there it is a rollout like any other. */
@Command(
        name = "restore",
        description = "Writes a backup into the spec as the model, which is then restored, verified and rolled out.")
final class RestoreCommand implements Callable<Integer> {
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
            names = "--backup",
            required = true,
            paramLabel = "BACKUP",
            description = "The ModelBackup, as backups lists it.")
    @SuppressWarnings("NullAway.Init") // required
    private String backupName;

    @Option(names = "--dry-run", description = "Asks the API server whether it would take it, and changes nothing.")
    private boolean rehearsal;

    @Override
    public Integer call() throws InterruptedException {
        Format format = output.of(Format.JSON, Format.YAML);
        waiting.timeout();
        try (Cluster cluster = mdep.open()) {
            String namespace = mdep.namespace(cluster);
            String wanted = Mdep.name(name);
            RolloutView rollout = cluster.find(Kind.MODEL_DEPLOYMENT, namespace, wanted)
                    .map(RolloutView::new)
                    .orElseThrow(() -> GetCommand.missing(wanted, namespace));
            BackupView backup = backup(cluster, namespace, wanted);
            var writing = new SpecWriting(cluster, namespace, wanted);
            Fields after = writing.write(rollout.object(), spec -> patch(spec, backup), rehearsal);
            String result = result(rollout.object().at("spec").equals(after.at("spec")), writing, after);
            mdep.err().println("warning: " + Keepers.warning(rollout.object()));
            mdep.err().flush();
            mdep.print(List.of(
                    format.isForPrograms()
                            ? Documents.of(format, document(rollout, backup, result))
                            : "mdep/" + wanted + ": " + result));
            return ExitCode.DONE.number();
        }
    }

    private BackupView backup(Cluster cluster, String namespace, String wanted) {
        BackupView backup = cluster.find(Kind.MODEL_BACKUP, namespace, backupName)
                .map(BackupView::new)
                .orElseThrow(() -> Failure.notFound(
                        "there is no ModelBackup %s in the namespace %s; 'kubectl mdep backups %s' lists them"
                                .formatted(backupName, namespace, wanted)));
        if (!backup.modelDeployment().equals(wanted)) {
            throw Failure.refused("the backup %s is of %s and not of %s; 'kubectl mdep backups %s' lists those that are"
                    .formatted(backupName, backup.modelDeployment(), wanted, wanted));
        }
        if (!backup.phase().equals("Ready")) {
            throw Failure.refused("the backup %s cannot be restored, it is %s%s"
                    .formatted(backupName, backup.phase(), backup.message().isEmpty() ? "" : ": " + backup.message()));
        }
        return backup;
    }

    /** The digest pins it: another backup of the same name later is not taken for this one. */
    private static Map<String, @Nullable Object> patch(Fields spec, BackupView backup) {
        var model = new LinkedHashMap<String, @Nullable Object>();
        var source = new LinkedHashMap<String, @Nullable Object>();
        spec.at("model").at("source").values().keySet().stream()
                .filter(key -> !key.equals("backup"))
                .forEach(key -> source.put(key, null));
        String called = backup.object().name();
        if (!spec.text("model", "source", "backup", "name").orElse("").equals(called)) {
            source.put("backup", Map.of("name", called));
        }
        if (!source.isEmpty()) {
            model.put("source", source);
        }
        if (!spec.text("model", "sha256").equals(backup.digest())) {
            model.put("sha256", backup.digest().orElse(null));
        }
        return model.isEmpty() ? Map.of() : Map.of("model", model);
    }

    private String result(boolean isSame, SpecWriting writing, Fields after) throws InterruptedException {
        if (isSame && !rehearsal) {
            return "the spec asks for the backup " + backupName + " already";
        }
        if (rehearsal) {
            return "would restore the backup " + backupName;
        }
        if (!waiting.isWanted()) {
            return "restores the backup " + backupName;
        }
        RolloutView seen = writing.seen(after, waiting.timeout());
        return "restores the backup " + backupName + (seen.message().isEmpty() ? "" : ": " + seen.message());
    }

    private Map<String, Object> document(RolloutView rollout, BackupView backup, String result) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", rollout.name());
        document.put("namespace", rollout.namespace());
        document.put("backup", backupName);
        backup.digest().ifPresent(digest -> document.put("digest", digest));
        document.put("dryRun", rehearsal);
        document.put("message", result);
        return document;
    }
}
