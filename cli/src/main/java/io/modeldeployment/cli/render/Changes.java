package io.modeldeployment.cli.render;

import io.modeldeployment.cli.view.PodView;
import io.modeldeployment.cli.view.RevisionView;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened between two looks, a line each: for logs and pipes, where nothing can be drawn anew. */
public final class Changes {
    private Changes() {}

    /** Between two looks at one rollout. */
    public static List<String> between(Optional<RolloutTree> before, RolloutTree after) {
        Map<String, String> old = before.map(Changes::facts).orElse(Map.of());
        Map<String, String> now = facts(after);
        var lines = new ArrayList<String>();
        now.forEach((key, value) -> {
            String was = old.get(key);
            if (!value.equals(was)) {
                lines.add(key + ": " + (was == null || was.isEmpty() ? value : arrow(was, value)));
            }
        });
        old.forEach((key, value) -> {
            if (!now.containsKey(key)) {
                lines.add(key + ": gone");
            }
        });
        return lines;
    }

    /** Between two looks at a row of the table. */
    public static List<String> between(Optional<ListPage.Row> before, ListPage.Row after) {
        if (before.filter(row ->
                        row.cells().equals(after.cells()) && row.message().equals(after.message()))
                .isPresent()) {
            return List.of();
        }
        String step =
                after.cells().get(3).equals("-") ? "" : " step " + after.cells().get(3);
        String weight = after.cells().get(6).equals("-")
                ? ""
                : " weight " + after.cells().get(4);
        return List.of(after.namespace() + "/" + after.name() + ": "
                + after.cells().get(1) + step + weight + (after.message().isEmpty() ? "" : ": " + after.message()));
    }

    private static String arrow(String was, String value) {
        return was.length() + value.length() < 60 ? was + " -> " + value : value;
    }

    private static Map<String, String> facts(RolloutTree tree) {
        RolloutView rollout = tree.rollout();
        var facts = new LinkedHashMap<String, String>();
        facts.put("phase", rollout.phase());
        rollout.object().text("status", "step").ifPresent(step -> facts.put("step", step));
        rollout.candidate()
                .flatMap(hash -> rollout.object().number("status", "weights", "candidate"))
                .ifPresent(weight -> facts.put("weight of the candidate", weight + " %"));
        facts.put("message", rollout.message());
        rollout.lastAction()
                .text("id")
                .ifPresent(id -> facts.put(
                        "action " + rollout.lastAction().text("verb").orElse(""),
                        (rollout.lastAction().isTrue("accepted") ? "accepted: " : "refused: ")
                                + rollout.lastAction().text("message").orElse("")));
        for (RevisionView revision : tree.revisions()) {
            facts.put("revision " + revision.hash(), revision.role().word());
            revision.pods().forEach(pod -> facts.put("pod " + pod.name(), words(pod)));
        }
        rollout.verdicts()
                .forEach(key -> facts.put(
                        key,
                        String.join(
                                "; ",
                                StatusBlock.lines(
                                        rollout.object().value("status", key).orElseThrow()))));
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    private static String words(PodView pod) {
        return pod.state()
                + (pod.ready() ? ", ready" : ", not ready")
                + (pod.restarts() == 0 ? "" : ", restarts " + pod.restarts())
                + (pod.message().isEmpty() ? "" : ": " + pod.message());
    }
}
