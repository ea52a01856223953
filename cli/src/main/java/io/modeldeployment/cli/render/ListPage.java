package io.modeldeployment.cli.render;

import io.modeldeployment.cli.view.RolloutView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The table of ModelDeployments. */
public final class ListPage {
    private final boolean namespaces;
    private final boolean wide;
    private final Style style;

    /** With a column for namespaces, and with more columns, where asked for. */
    public ListPage(boolean namespaces, boolean wide, Style style) {
        this.namespaces = namespaces;
        this.wide = wide;
        this.style = style;
    }

    /** One row as plain cells: what is kept of a resource while thousands are listed. */
    public record Row(List<String> cells, List<String> more, String namespace, String name, Optional<Instant> created) {
        /** What is going on, in a sentence. */
        public String message() {
            return more.getLast();
        }

        /** Reads a resource. */
        public static Row of(RolloutView rollout) {
            return new Row(
                    List.of(
                            rollout.condition("Ready").orElse("Unknown"),
                            rollout.phase(),
                            rollout.object().text("status", "strategy").orElse("-"),
                            rollout.object().text("status", "step").orElse("-"),
                            number(rollout, "weights", "candidate"),
                            rollout.stable().orElse("-"),
                            rollout.candidate().orElse("-")),
                    List.of(
                            number(rollout, "readyReplicas"),
                            number(rollout, "weights", "possible"),
                            number(rollout, "weights", "requests"),
                            rollout.message()),
                    rollout.namespace(),
                    rollout.name(),
                    rollout.object().created());
        }

        private static String number(RolloutView rollout, String... path) {
            return rollout.object()
                    .at("status")
                    .number(path)
                    .map(String::valueOf)
                    .orElse("-");
        }
    }

    /** All rows, in the order given. */
    public List<String> lines(List<Row> rows, Instant now) {
        var headings = new ArrayList<String>();
        if (namespaces) {
            headings.add("NAMESPACE");
        }
        Collections.addAll(
                headings, "NAME", "READY", "PHASE", "STRATEGY", "STEP", "WEIGHT", "STABLE", "CANDIDATE", "AGE");
        if (wide) {
            Collections.addAll(headings, "REPLICAS", "POSSIBLE", "REQUESTS", "MESSAGE");
        }
        var table = new Table(headings.toArray(String[]::new));
        rows.forEach(row -> table.row(cells(row, now)));
        return table.lines();
    }

    private String[] cells(Row row, Instant now) {
        var cells = new ArrayList<String>();
        if (namespaces) {
            cells.add(row.namespace());
        }
        cells.add(row.name());
        for (int i = 0; i < row.cells().size(); i++) {
            cells.add(i < 2 ? style.state(row.cells().get(i)) : row.cells().get(i));
        }
        cells.add(Ages.since(row.created(), now));
        if (wide) {
            cells.addAll(row.more());
        }
        return cells.toArray(String[]::new);
    }

    /** As many rows as {@code height} lines have room for: those first that somebody may have to look at. */
    public List<String> lines(List<Row> rows, Instant now, int height) {
        if (rows.size() < height) {
            return lines(rows, now);
        }
        int room = Math.max(1, height - 2);
        var first = rows.stream()
                .sorted(Comparator.comparing(row -> row.cells().get(1).equals("Healthy")))
                .limit(room)
                .toList();
        boolean allHealthy = rows.stream()
                        .filter(row -> !row.cells().get(1).equals("Healthy"))
                        .count()
                <= room;
        var lines = new ArrayList<>(lines(first, now));
        lines.add(style.paint(Style.Color.FAINT, (rows.size() - room) + " more" + (allHealthy ? ", all Healthy" : "")));
        return lines;
    }
}
