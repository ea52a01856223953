package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.cluster.LiveTree;
import io.modeldeployment.cli.cluster.Scope;
import io.modeldeployment.cli.render.ListPage;
import io.modeldeployment.cli.render.TreePage;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows all ModelDeployments as a table, or one as a tree of revisions and pods. */
@Command(
        name = "get",
        aliases = "status",
        description = "Shows all ModelDeployments as a table, or one as a tree of its revisions, pods and steps.")
final class GetCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The one to show; without it, all.")
    private @Nullable String name;

    @Option(
            names = {"-w", "--watch"},
            description = "Stays and shows every change: drawn in place on a terminal, else a line each.")
    private boolean watch;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    private boolean allNamespaces;

    @Override
    public Integer call() throws InterruptedException {
        Format format = output.of(Format.WIDE, Format.JSON, Format.YAML, Format.NAME);
        if (name != null && allNamespaces) {
            throw Failure.usage("a NAME is in one namespace: write -n instead of -A");
        }
        try (Cluster cluster = mdep.open()) {
            var wanted = Optional.ofNullable(name).map(Mdep::name);
            if (watch) {
                new Watch(mdep, cluster, format).run(scope(cluster, wanted));
            } else if (wanted.isPresent()) {
                one(cluster, wanted.get(), format);
            } else {
                all(cluster, format);
            }
            return ExitCode.DONE.number();
        }
    }

    private Scope scope(Cluster cluster, Optional<String> wanted) {
        return new Scope(
                allNamespaces ? Optional.empty() : Optional.of(mdep.namespace(cluster)), wanted, Optional.empty());
    }

    private void one(Cluster cluster, String wanted, Format format) {
        String namespace = mdep.namespace(cluster);
        if (format == Format.TABLE) {
            RolloutTree tree = LiveTree.once(cluster, namespace, wanted).orElseThrow(() -> missing(wanted, namespace));
            mdep.print(new TreePage(tree, mdep.screen().style(), mdep.now()).lines());
            return;
        }
        Fields object =
                cluster.find(Kind.MODEL_DEPLOYMENT, namespace, wanted).orElseThrow(() -> missing(wanted, namespace));
        switch (format) {
            case JSON, YAML -> mdep.print(List.of(Documents.of(format, Documents.shown(object))));
            case NAME -> mdep.print(List.of(printedName(object)));
            case WIDE, TABLE ->
                mdep.print(new ListPage(false, true, mdep.screen().style())
                        .lines(List.of(ListPage.Row.of(new RolloutView(object))), mdep.now()));
        }
    }

    static Failure missing(String name, String namespace) {
        return Failure.notFound("there is no ModelDeployment " + name + " in the namespace " + namespace
                + "; 'kubectl mdep get -A' lists all");
    }

    private static String printedName(Fields object) {
        return "modeldeployment.serving.modeldeployment.io/" + object.name();
    }

    private void all(Cluster cluster, Format format) {
        Scope scope = scope(cluster, Optional.empty());
        switch (format) {
            case JSON, YAML -> {
                var list = new LinkedHashMap<String, Object>();
                list.put("apiVersion", "v1");
                list.put("kind", "List");
                list.put("items", cluster.list(Kind.MODEL_DEPLOYMENT, scope, Documents::shown));
                mdep.print(List.of(Documents.of(format, list)));
            }
            case NAME -> mdep.print(cluster.list(Kind.MODEL_DEPLOYMENT, scope, GetCommand::printedName));
            case TABLE, WIDE -> table(cluster, scope, format);
        }
    }

    private void table(Cluster cluster, Scope scope, Format format) {
        List<ListPage.Row> rows =
                cluster.list(Kind.MODEL_DEPLOYMENT, scope, object -> ListPage.Row.of(new RolloutView(object)));
        if (rows.isEmpty()) {
            mdep.err()
                    .println(scope.namespace()
                            .map(namespace -> "No ModelDeployments in the namespace " + namespace + ".")
                            .orElse("No ModelDeployments."));
            mdep.err().flush();
            return;
        }
        mdep.print(
                new ListPage(allNamespaces, format == Format.WIDE, mdep.screen().style()).lines(rows, mdep.now()));
    }
}
