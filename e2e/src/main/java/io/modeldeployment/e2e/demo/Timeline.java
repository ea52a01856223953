package io.modeldeployment.e2e.demo;

import io.modeldeployment.e2e.load.Fingerprint;
import io.modeldeployment.e2e.load.LoadClient;
import io.modeldeployment.e2e.load.LoadReport;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Prints a rollout as it happens, one row for each change: what the operator says beside what the client sees.
 *
 * <p>Which version answered is told by its scores: those from before the rollout are the old version's.
 */
final class Timeline {
    private static final List<Integer> WIDTHS = List.of(-7, 6, -6, -8, 8, -8, -6, 0);
    /** What the operator says that the row shows anyway. */
    private static final Pattern KNOWN = Pattern.compile("^Revision \\S+, (step \\S+: )?|, until \\S+Z$");

    private static final Duration LATELY = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final LoadClient load;
    private final Set<Fingerprint> oldAnswers;
    private final Optional<String> oldRevision;
    private final Instant start = Instant.now();
    private List<?> last = List.of();

    /** A timeline that begins now, while the old version still gives every answer. */
    Timeline(Terminal terminal, LoadClient load, Optional<String> oldRevision) {
        this.terminal = terminal;
        this.load = load;
        this.oldRevision = oldRevision;
        this.oldAnswers = Fingerprint.in(load.soFar());
        terminal.row(
                WIDTHS,
                List.of("time", "step", "weight", "answered", "pods", "requests", "failed", "what the operator says"));
        terminal.row(WIDTHS, List.of("s", "", "of new", "by new", "old+new", "", "", ""));
    }

    /** Prints a row when something that it shows has changed. */
    synchronized void show(Sighting sighting) {
        int old = sighting.readyPodsOf(oldRevision);
        int fresh = sighting.readyPods().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                - old;
        String says = KNOWN.matcher(sighting.message()).replaceAll("");
        List<?> shown = List.of(sighting.step(), sighting.candidateWeight(), old, fresh, says);
        if (Objects.equals(shown, last)) {
            return;
        }
        last = shown;
        LoadReport report = load.soFar();
        terminal.row(
                WIDTHS,
                List.of(
                        seconds(Duration.between(start, sighting.at())),
                        sighting.step(),
                        weight(sighting) + " %",
                        Math.round(shareOfNew(report)) + " %",
                        old + "+" + fresh,
                        Integer.toString(report.requests()),
                        Integer.toString(report.failures().size()),
                        says));
    }

    /** The new version's share that is aimed at; once it is promoted, all. */
    private int weight(Sighting sighting) {
        return sighting.stage().filter(stage -> stage.name().equals("STABLE")).isPresent()
                        && !sighting.stable().equals(oldRevision)
                ? 100
                : sighting.candidateWeight();
    }

    private double shareOfNew(LoadReport report) {
        Instant now = Instant.now();
        return report.between(now.minus(LATELY), now).shareOf(answer -> !oldAnswers.contains(Fingerprint.of(answer)));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", Math.max(0, time.toMillis()) / 1000.0);
    }
}
