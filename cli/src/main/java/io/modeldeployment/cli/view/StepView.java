package io.modeldeployment.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One step of a strategy, in words; a step of a kind that this plugin does not know is shown as it is written.
 *
 * @param pause how a pause ends, empty for any other step
 */
public record StepView(String words, Optional<Pause> pause) {
    private static final StepView EVALUATE = new StepView("evaluate", Optional.empty());

    /** How a pause ends: after a time such as 5m, or by a person where there is none. */
    public record Pause(Optional<String> duration) {}

    /** The steps that {@code spec} means: those written, else the defaults of its strategy. */
    public static List<StepView> of(Fields spec) {
        if (spec.value("strategy", "blueGreen").isPresent()) {
            return blueGreen(spec.at("strategy", "blueGreen"), spec);
        }
        var steps = new ArrayList<StepView>();
        if (isEvaluated(spec)) {
            steps.add(EVALUATE);
        }
        List<Fields> written = spec.list("strategy", "canary", "steps");
        steps.addAll(
                written.isEmpty()
                        ? defaults()
                        : written.stream().map(StepView::canary).toList());
        if (written.isEmpty() && spec.value("strategy", "canary", "analysis").isPresent()) {
            steps.add(new StepView("analysis", Optional.empty()));
        }
        return List.copyOf(steps);
    }

    /** With an evaluation the operator asks the golden set before any traffic, as a step of its own. */
    private static boolean isEvaluated(Fields spec) {
        return spec.value("evaluation").isPresent();
    }

    private static StepView canary(Fields step) {
        if (step.value("setWeight").isPresent() && step.values().size() == 1) {
            return weight(step.number("setWeight").orElse(0L));
        }
        if (step.value("pause").isPresent() && step.values().size() == 1) {
            return pause(step.text("pause", "duration"));
        }
        if (step.value("setMirror").isPresent() && step.values().size() == 1) {
            return new StepView(
                    "setMirror " + step.number("setMirror", "percentage").orElse(0L), Optional.empty());
        }
        if (step.value("setHeaderRoute").isPresent() && step.values().size() == 1) {
            return headerRoute(step.at("setHeaderRoute"));
        }
        if (step.value("scale").isPresent() && step.values().size() == 1) {
            return new StepView("scale " + scale(step.at("scale")), Optional.empty());
        }
        return new StepView(plain(step.values()), Optional.empty());
    }

    private static StepView headerRoute(Fields route) {
        String name = route.text("name").orElse("");
        String headers = route.list("match").stream()
                .map(match -> match.text("headerName").orElse("") + " "
                        + match.text("headerValue", "exact")
                                .or(() -> match.text("headerValue", "regex"))
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return new StepView(
                "setHeaderRoute " + name + (headers.isEmpty() ? " ends" : ": " + headers), Optional.empty());
    }

    /** 10 % to 90 % by 10 %, a minute each, as the CRD says. */
    private static List<StepView> defaults() {
        var steps = new ArrayList<StepView>();
        for (int weight = 10; weight < 100; weight += 10) {
            steps.add(weight(weight));
            steps.add(pause(Optional.of("1m")));
        }
        return steps;
    }

    private static List<StepView> blueGreen(Fields strategy, Fields spec) {
        long pods = strategy.number("previewReplicas")
                .or(() -> spec.number("replicas"))
                .orElse(1L);
        boolean automatic =
                strategy.text("autoPromotion").filter("false"::equals).isEmpty();
        long seconds = strategy.number("autoPromotionSeconds").orElse(0L);
        var steps = new ArrayList<StepView>();
        steps.add(new StepView("preview with " + Math.max(1, pods) + (pods > 1 ? " pods" : " pod"), Optional.empty()));
        if (isEvaluated(spec)) {
            steps.add(EVALUATE);
        }
        if (strategy.value("prePromotionAnalysis").isPresent()) {
            steps.add(new StepView("analysis before the promotion", Optional.empty()));
        }
        steps.add(pause(automatic ? Optional.of(seconds + "s") : Optional.empty()));
        return List.copyOf(steps);
    }

    private static String scale(Fields scale) {
        return scale.number("replicas")
                .map(pods -> "to " + pods + (pods == 1 ? " pod" : " pods"))
                .or(() -> scale.number("percent").map(percent -> "to " + percent + " % of the replicas"))
                .orElse("by the weight");
    }

    private static StepView weight(long percent) {
        return new StepView("setWeight " + percent, Optional.empty());
    }

    private static StepView pause(Optional<String> duration) {
        return new StepView(
                duration.map(time -> "pause " + time).orElse("pause until promote"), Optional.of(new Pause(duration)));
    }

    private static String plain(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var parts = new ArrayList<String>();
                map.forEach((key, field) -> parts.add((key + " " + plain(field)).strip()));
                yield String.join(", ", parts);
            }
            case List<?> list -> list.stream().map(StepView::plain).toList().toString();
            default -> String.valueOf(value);
        };
    }
}
