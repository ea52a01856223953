package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.History;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.history.Change;
import io.modeldeployment.cli.history.StoredRevision;
import io.modeldeployment.cli.render.Ages;
import io.modeldeployment.cli.render.Table;
import io.modeldeployment.cli.view.RevisionView;
import io.modeldeployment.cli.view.RolloutView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the revisions of a ModelDeployment and what each changed. */
@Command(name = "history", description = "Lists the revisions that are kept, and what each changed.")
final class HistoryCommand implements Callable<Integer> {
    private static final int MOST_CHANGES = 3;

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
            History history = read(mdep, cluster, Mdep.name(name));
            if (format.isForPrograms()) {
                mdep.print(List.of(Documents.of(format, document(history))));
            } else {
                mdep.print(table(history, format == Format.WIDE ? Integer.MAX_VALUE : MOST_CHANGES));
            }
            return ExitCode.DONE.number();
        }
    }

    static History read(Mdep mdep, Cluster cluster, String name) {
        String namespace = mdep.namespace(cluster);
        return cluster.find(Kind.MODEL_DEPLOYMENT, namespace, name)
                .map(object -> History.of(cluster, new RolloutView(object)))
                .orElseThrow(() -> GetCommand.missing(name, namespace));
    }

    private List<String> table(History history, int most) {
        var table = new Table("NUMBER", "REVISION", "COLOUR", "ROLE", "PODS", "CREATED", "CHANGED");
        history.revisions().forEach(revision -> {
            RevisionView view = revision.view();
            table.row(
                    view.number().map(String::valueOf).orElse("-"),
                    view.hash(),
                    view.color().orElse("-"),
                    view.role().word(),
                    String.valueOf(view.replicas()),
                    view.created()
                            .map(at -> Ages.since(Optional.of(at), mdep.now()) + " ago")
                            .orElse("-"),
                    words(history, revision, most));
        });
        return table.lines();
    }

    private static String words(History history, StoredRevision revision, int most) {
        if (!revision.isComplete()) {
            return "not known: only its pods are kept";
        }
        return changes(history, revision)
                .map(changes -> changes.isEmpty() ? "nothing" : Change.words(changes, most))
                .orElse("the first that is kept");
    }

    /** What a revision changed against the one before it; empty where there is none to compare with. */
    private static Optional<List<Change>> changes(History history, StoredRevision revision) {
        return history.revisions().stream()
                .filter(StoredRevision::isComplete)
                .filter(other -> other.number() < revision.number())
                .findFirst()
                .map(before -> Change.between(before.content(), revision.content()));
    }

    private static Map<String, Object> document(History history) {
        var revisions = new ArrayList<Map<String, Object>>();
        history.revisions().forEach(revision -> revisions.add(document(history, revision)));
        var document = new LinkedHashMap<String, Object>();
        document.put("name", history.rollout().name());
        document.put("namespace", history.rollout().namespace());
        document.put("revisions", revisions);
        return document;
    }

    private static Map<String, Object> document(History history, StoredRevision revision) {
        RevisionView view = revision.view();
        var document = new LinkedHashMap<String, Object>();
        view.number().ifPresent(number -> document.put("number", number));
        document.put("revision", view.hash());
        view.color().ifPresent(color -> document.put("color", color));
        document.put("role", view.role().word());
        view.weight().ifPresent(weight -> document.put("weight", weight));
        document.put("pods", view.replicas());
        view.created().ifPresent(created -> document.put("created", created.toString()));
        changes(history, revision)
                .ifPresent(changes -> document.put(
                        "changes",
                        changes.stream().map(HistoryCommand::document).toList()));
        if (revision.isComplete()) {
            document.put("content", revision.content().values());
        }
        return document;
    }

    static Map<String, Object> document(Change change) {
        var document = new LinkedHashMap<String, Object>();
        document.put("field", change.field());
        change.from().ifPresent(value -> document.put("from", value));
        change.to().ifPresent(value -> document.put("to", value));
        return document;
    }
}
