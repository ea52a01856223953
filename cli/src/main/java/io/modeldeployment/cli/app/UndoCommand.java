package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.History;
import io.modeldeployment.cli.cluster.SpecWriting;
import io.modeldeployment.cli.history.Change;
import io.modeldeployment.cli.history.Keepers;
import io.modeldeployment.cli.history.Restoring;
import io.modeldeployment.cli.history.StoredRevision;
import io.modeldeployment.cli.history.Target;
import io.modeldeployment.cli.render.LineDiff;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.Role;
import io.modeldeployment.cli.view.RolloutView;
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

/** Writes an earlier revision's settings back into the spec. */
@Command(
        name = "undo",
        description = "Writes an earlier revision's model, server, scheduling and pull secrets back into the spec.")
final class UndoCommand implements Callable<Integer> {
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
            names = "--to-revision",
            paramLabel = "NUMBER",
            description = "Number of the revision, as history lists it; without it, the one before.")
    private @Nullable Long number;

    @Option(names = "--dry-run", description = "Shows what would change, and changes nothing.")
    private boolean rehearsal;

    @Override
    public Integer call() throws InterruptedException {
        Format format = output.of(Format.JSON, Format.YAML);
        waiting.timeout();
        if (number != null && number < 1) {
            throw Failure.usage("--to-revision " + number + ": write a number from 1, as history lists it");
        }
        try (Cluster cluster = mdep.open()) {
            History history = HistoryCommand.read(mdep, cluster, Mdep.name(name));
            RolloutView rollout = history.rollout();
            StoredRevision target = Target.of(rollout, history.revisions(), Optional.ofNullable(number));
            var writing = new SpecWriting(cluster, rollout.namespace(), rollout.name());
            Fields after = writing.write(rollout.object(), spec -> Restoring.patch(spec, target.content()), rehearsal);
            List<Change> changes = Change.between(rollout.object().at("spec"), after.at("spec"));
            String result = result(changes, writing, after, target);
            mdep.err().println("warning: " + Keepers.warning(rollout.object()));
            mdep.err().flush();
            if (format.isForPrograms()) {
                mdep.print(List.of(Documents.of(format, document(rollout, target, changes, result))));
            } else {
                say(rollout, after, target, result);
            }
            return ExitCode.DONE.number();
        }
    }

    private String result(List<Change> changes, SpecWriting writing, Fields after, StoredRevision target)
            throws InterruptedException {
        if (changes.isEmpty()) {
            return "the spec is that of revision " + words(target) + " already";
        }
        if (rehearsal) {
            return "would write the settings of revision " + words(target);
        }
        if (!waiting.isWanted()) {
            return "wrote the settings of revision " + words(target);
        }
        RolloutView seen = writing.seen(after, waiting.timeout());
        Role role = seen.role(target.view().hash());
        return "wrote the settings of revision " + words(target) + ", now " + role.word()
                + (seen.message().isEmpty() ? "" : ": " + seen.message());
    }

    private static String words(StoredRevision target) {
        return target.number() + " (" + target.view().hash() + ")";
    }

    private void say(RolloutView before, Fields after, StoredRevision target, String result) {
        if (rehearsal) {
            mdep.print(LineDiff.of(
                    lines(before.object()), lines(after), mdep.screen().style()));
        }
        mdep.print(List.of("mdep/" + before.name() + ": " + result));
    }

    private static List<String> lines(Fields object) {
        return Documents.of(Format.YAML, Map.of("spec", object.at("spec").values()))
                .lines()
                .filter(line -> !line.equals("---"))
                .toList();
    }

    private Map<String, Object> document(
            RolloutView rollout, StoredRevision target, List<Change> changes, String result) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", rollout.name());
        document.put("namespace", rollout.namespace());
        document.put("number", target.number());
        document.put("revision", target.view().hash());
        document.put("dryRun", rehearsal);
        document.put("changes", changes.stream().map(HistoryCommand::document).toList());
        document.put("message", result);
        return document;
    }
}
