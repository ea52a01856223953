package io.modeldeployment.cli.render;

import io.modeldeployment.cli.render.Style.Color;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.PodView;
import io.modeldeployment.cli.view.RevisionView;
import io.modeldeployment.cli.view.Role;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One rollout with all that belongs to it: revisions, pods, steps, the last action, verdicts. */
public final class TreePage {
    private final RolloutTree tree;
    private final RolloutView rollout;
    private final Style style;
    private final Instant now;

    /** For one moment of one rollout. */
    public TreePage(RolloutTree tree, Style style, Instant now) {
        this.tree = tree;
        this.rollout = tree.rollout();
        this.style = style;
        this.now = now;
    }

    /** The picture. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(title());
        if (!rollout.message().isEmpty()) {
            lines.add(rollout.message());
        }
        abort().ifPresent(lines::add);
        lines.add("");
        lines.addAll(revisions());
        List<String> steps = new StepLines(rollout, style, now).lines();
        if (!steps.isEmpty()) {
            lines.add("");
            lines.add("STEPS");
            lines.addAll(steps);
        }
        rollout.verdicts().forEach(key -> {
            lines.add("");
            lines.add(key.toUpperCase(Locale.ROOT));
            StatusBlock.lines(rollout.object().value("status", key).orElseThrow())
                    .forEach(line -> lines.add(line.isEmpty() ? line : "  " + line));
        });
        lastAction().ifPresent(line -> {
            lines.add("");
            lines.add(line);
        });
        return lines;
    }

    private String title() {
        var parts = new ArrayList<String>();
        parts.add(style.paint(Color.STRONG, rollout.name()) + " in " + rollout.namespace());
        parts.add(style.state(rollout.phase()));
        rollout.object().text("status", "strategy").ifPresent(parts::add);
        rollout.object().text("status", "step").map(step -> "step " + step).ifPresent(parts::add);
        weights().ifPresent(parts::add);
        return String.join(style.mark(" · ", " | "), parts);
    }

    private Optional<String> weights() {
        return rollout.candidate().flatMap(candidate -> weight("candidate")).map(aim -> {
            var really = Stream.of(
                            weight("possible")
                                    .filter(percent -> !percent.equals(aim))
                                    .map(percent -> "the replicas allow " + percent + " %"),
                            weight("observed")
                                    .filter(percent -> !percent.equals(aim))
                                    .map(percent -> percent + " % by endpoints"),
                            weight("requests").map(percent -> percent + " % by requests"))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(", "));
            return "candidate " + aim + " %" + (really.isEmpty() ? "" : " (" + really + ")");
        });
    }

    private Optional<Long> weight(String whose) {
        return rollout.object().number("status", "weights", whose);
    }

    private Optional<String> abort() {
        Fields abort = rollout.object().at("status", "rollout", "abort");
        return abort.text("reason")
                .map(reason -> style.paint(Color.BAD, "Aborted: " + reason)
                        + abort.time("time")
                                .map(at -> " " + Ages.since(Optional.of(at), now) + " ago")
                                .orElse("")
                        + abort.text("message").map(text -> ": " + text).orElse(""));
    }

    private List<String> revisions() {
        var table = new Table("REVISION", "ROLE", "WEIGHT", "READY", "STATUS", "RESTARTS", "AGE", "MESSAGE");
        List<RevisionView> shown = tree.revisions().stream()
                .filter(view -> view.role() != Role.RETIRED || !view.pods().isEmpty())
                .toList();
        for (RevisionView view : shown) {
            boolean last = view == shown.getLast();
            revision(table, view, last ? style.mark("└─ ", "`- ") : style.mark("├─ ", "|- "));
            String stem = last ? "   " : style.mark("│  ", "|  ");
            for (PodView pod : view.pods()) {
                boolean lastPod = pod == view.pods().getLast();
                pod(table, pod, stem + (lastPod ? style.mark("└─ ", "`- ") : style.mark("├─ ", "|- ")));
            }
        }
        var lines = new ArrayList<>(table.lines());
        int hidden = tree.revisions().size() - shown.size();
        if (hidden > 0) {
            lines.add(style.paint(
                    Color.FAINT, hidden + (hidden == 1 ? " older revision" : " older revisions") + ": see history"));
        }
        return lines;
    }

    private void revision(Table table, RevisionView view, String branch) {
        String number = view.number().map(value -> "#" + value + " ").orElse("");
        String color = view.color().map(word -> " (" + colored(word) + ")").orElse("");
        table.row(
                branch + number + view.hash() + color,
                role(view.role()),
                view.weight().map(percent -> percent + " %").orElse("-"),
                view.ready() + "/" + Math.max(view.replicas(), view.pods().size()),
                "",
                "",
                Ages.since(view.created(), now),
                view.retiresAt()
                        .map(at -> at.isAfter(now) ? "pods go in " + Ages.of(Duration.between(now, at)) : "pods go now")
                        .orElse(""));
    }

    private void pod(Table table, PodView pod, String branch) {
        String mark = pod.ready()
                ? style.paint(Color.GOOD, style.mark("✔ ", "+ "))
                : style.paint(Color.WAITING, style.mark("◌ ", "o "));
        table.row(
                branch + mark + pod.name(),
                "",
                "",
                pod.containers(),
                style.state(pod.state()),
                pod.restarts() == 0 ? "0" : style.paint(Color.BAD, String.valueOf(pod.restarts())),
                Ages.since(pod.created(), now),
                pod.message());
    }

    private String role(Role role) {
        return switch (role) {
            case STABLE -> style.paint(Color.GOOD, role.word());
            case CANDIDATE -> style.paint(Color.BUSY, role.word());
            case ABORTED -> style.paint(Color.BAD, role.word());
            case RETIRED -> style.paint(Color.FAINT, role.word());
        };
    }

    private String colored(String word) {
        return switch (word) {
            case "green" -> style.paint(Color.GOOD, word);
            case "blue" -> style.paint(Color.BLUE, word);
            default -> word;
        };
    }

    private Optional<String> lastAction() {
        Fields action = rollout.lastAction();
        return action.text("verb")
                .map(verb -> "Last action: " + verb + " "
                        + (action.isTrue("accepted")
                                ? style.paint(Color.GOOD, "accepted")
                                : style.paint(Color.BAD, "refused"))
                        + action.time("time")
                                .map(at -> " " + Ages.since(Optional.of(at), now) + " ago")
                                .orElse("")
                        + action.text("message").map(text -> ": " + text).orElse(""));
    }
}
