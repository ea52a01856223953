package io.modeldeployment.cli.render;

import io.modeldeployment.cli.view.RolloutView;
import io.modeldeployment.cli.view.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a strategy, with what is done, what is under way and since when. */
final class StepLines {
    private static final int AROUND = 4;

    private final RolloutView rollout;
    private final Style style;
    private final Instant now;

    StepLines(RolloutView rollout, Style style, Instant now) {
        this.rollout = rollout;
        this.style = style;
        this.now = now;
    }

    /** A line for each step; of many only those around the current one. Empty while no rollout is under way. */
    List<String> lines() {
        boolean verifying = rollout.stage().equals("Verifying");
        boolean promoting = rollout.stage().equals("Promoting") || verifying;
        if (!rollout.stage().equals("Progressing") && !promoting) {
            return List.of();
        }
        List<StepView> steps = StepView.of(rollout.object().at("spec"));
        int current = promoting ? steps.size() : rollout.stepIndex().orElse(0L).intValue();
        int from = steps.size() <= 2 * AROUND + 3 ? 0 : Math.clamp(current - AROUND, 0, steps.size() - 2 * AROUND);
        int to = steps.size() <= 2 * AROUND + 3 ? steps.size() : Math.min(steps.size(), from + 2 * AROUND);
        var lines = new ArrayList<String>();
        if (from > 0) {
            lines.add(style.paint(Style.Color.FAINT, style.mark("  ✔ ", "  x ") + from + " done before"));
        }
        for (int i = from; i < to; i++) {
            lines.add(line(steps.get(i), i, current));
        }
        if (to < steps.size()) {
            lines.add(style.paint(Style.Color.FAINT, "    " + (steps.size() - to) + " more after"));
        }
        lines.add(promotion(current >= steps.size(), verifying ? "analysis after the promotion" : "promotion"));
        return lines;
    }

    private String line(StepView step, int index, int current) {
        String words = (index + 1) + "  " + step.words();
        if (index < current) {
            return style.paint(Style.Color.FAINT, style.mark("  ✔ ", "  x ") + words);
        }
        if (index > current) {
            return "    " + words;
        }
        String state = state(step);
        return style.paint(Style.Color.STRONG, style.mark("  ▶ ", "  > ") + words)
                + (state.isEmpty() ? "" : "   " + style.paint(Style.Color.WAITING, state));
    }

    private String promotion(boolean current, String words) {
        return current ? style.paint(Style.Color.STRONG, style.mark("  ▶ ", "  > ") + words) : "    " + words;
    }

    private String state(StepView step) {
        if (rollout.object().isTrue("status", "rollout", "held")) {
            return "held by the action pause; resume goes on";
        }
        if (rollout.object().isTrue("spec", "paused")) {
            return "held by spec.paused";
        }
        Optional<Instant> paused = rollout.object().time("status", "rollout", "stepStartedAt");
        if (step.pause().isPresent() && paused.isPresent()) {
            return "for " + Ages.since(paused, now)
                    + step.pause()
                            .get()
                            .duration()
                            .flatMap(Ages::parse)
                            .map(length -> ", " + left(paused.get().plus(length)) + " left")
                            .orElse(", waits for a person");
        }
        return rollout.object()
                .time("status", "rollout", "waitingSince")
                .map(since -> "waits since " + Ages.since(Optional.of(since), now) + deadline(since))
                .orElse("");
    }

    private String deadline(Instant since) {
        return rollout.object()
                .number("spec", "progressDeadlineSeconds")
                .map(seconds -> ", aborts in " + left(since.plusSeconds(seconds)))
                .orElse("");
    }

    private String left(Instant end) {
        return Ages.of(Duration.between(now, end));
    }
}
