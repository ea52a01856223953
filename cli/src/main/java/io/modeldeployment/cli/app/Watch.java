package io.modeldeployment.cli.app;

import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.cluster.LiveSet;
import io.modeldeployment.cli.cluster.LiveTree;
import io.modeldeployment.cli.cluster.Scope;
import io.modeldeployment.cli.cluster.Signal;
import io.modeldeployment.cli.render.Changes;
import io.modeldeployment.cli.render.ListPage;
import io.modeldeployment.cli.render.TreePage;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Shows every change until it is interrupted: asks once, then listens. */
final class Watch {
    /** On a terminal, ages go on also while nothing changes. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofHours(1);

    private final Mdep mdep;
    private final Cluster cluster;
    private final Format format;
    private final Signal signal = new Signal();

    Watch(Mdep mdep, Cluster cluster, Format format) {
        this.mdep = mdep;
        this.cluster = cluster;
        this.format = format;
    }

    void run(Scope scope) throws InterruptedException {
        if (format == Format.YAML || format == Format.NAME) {
            throw Failure.usage("--watch writes a table, a tree or, with -o json, one object a line");
        }
        if (format == Format.JSON) {
            documents(scope);
        } else if (scope.name().isPresent()) {
            tree(scope.namespace().orElseThrow(), scope.name().get());
        } else {
            table(scope);
        }
    }

    private void tree(String namespace, String name) throws InterruptedException {
        try (var live = new LiveTree(cluster, namespace, name, signal::raise)) {
            if (live.now().isEmpty()) {
                throw GetCommand.missing(name, namespace);
            }
            if (mdep.screen().isTerminal()) {
                drawn(live);
            } else {
                appended(live);
            }
            mdep.print(List.of(name + " was deleted"));
        }
    }

    private void drawn(LiveTree live) throws InterruptedException {
        try (var picture = new Picture(mdep.out(), mdep.screen())) {
            for (var tree = live.now(); tree.isPresent(); tree = live.now()) {
                picture.draw(new TreePage(tree.get(), mdep.screen().style(), mdep.now()).lines());
                await(TICK);
            }
        }
    }

    private void appended(LiveTree live) throws InterruptedException {
        Optional<RolloutTree> before = Optional.empty();
        for (var tree = live.now(); tree.isPresent(); tree = live.now()) {
            stamped(Changes.between(before, tree.get()));
            before = tree;
            await(LONG);
        }
    }

    private void table(Scope scope) throws InterruptedException {
        var page = new ListPage(
                scope.namespace().isEmpty(),
                format == Format.WIDE,
                mdep.screen().style());
        try (var live = new LiveSet<>(cluster, watched(scope), Watch::row, signal::raise)) {
            if (!mdep.screen().isTerminal()) {
                appended(live);
            }
            try (var picture = new Picture(mdep.out(), mdep.screen())) {
                while (true) {
                    int height = mdep.screen().size().lines();
                    picture.draw(page.lines(live.now(), mdep.now(), height));
                    await(TICK);
                }
            }
        }
    }

    private void appended(LiveSet<ListPage.Row> live) throws InterruptedException {
        Map<String, ListPage.Row> before = new HashMap<>();
        while (true) {
            Map<String, ListPage.Row> now = new HashMap<>();
            for (ListPage.Row row : live.now()) {
                String key = row.namespace() + "/" + row.name();
                now.put(key, row);
                stamped(Changes.between(Optional.ofNullable(before.remove(key)), row));
            }
            before.keySet().forEach(key -> stamped(List.of(key + ": deleted")));
            before = now;
            await(LONG);
        }
    }

    /** Each state as JSON on a line of its own. */
    private void documents(Scope scope) throws InterruptedException {
        Map<String, String> written = new HashMap<>();
        try (var live = new LiveSet<Fields>(cluster, watched(scope), Function.identity(), signal::raise)) {
            while (true) {
                for (Fields object : live.now()) {
                    String version = object.text("metadata", "resourceVersion").orElse("");
                    if (!version.equals(written.put(object.namespace() + "/" + object.name(), version))) {
                        mdep.out().println(Documents.line(Documents.shown(object)));
                    }
                }
                mdep.out().flush();
                await(LONG);
            }
        }
    }

    private static LiveSet.Watched watched(Scope scope) {
        return new LiveSet.Watched(Kind.MODEL_DEPLOYMENT, scope);
    }

    private static ListPage.Row row(Fields object) {
        return ListPage.Row.of(new RolloutView(object));
    }

    private void stamped(List<String> lines) {
        String time = mdep.now().truncatedTo(ChronoUnit.SECONDS).toString();
        mdep.print(lines.stream().map(line -> time + " " + line).toList());
    }

    private void await(Duration longest) throws InterruptedException {
        if (signal.await(longest)) {
            Signal.settle();
        }
    }
}
