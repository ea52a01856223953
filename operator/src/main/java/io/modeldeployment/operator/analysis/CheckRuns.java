package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.analysis.Findings.Checked;
import io.modeldeployment.operator.verdict.ArmTracks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of one try. Used by one thread at a time. */
final class CheckRuns {
    private final Map<String, CheckState> before;
    private final CheckRun.Asking asking;
    private final Map<String, CheckRun> runs = new HashMap<>();

    /** @param before what was written by an earlier life of the operator, by check */
    CheckRuns(Map<String, CheckState> before, CheckRun.Asking asking) {
        this.before = Map.copyOf(before);
        this.asking = asking;
    }

    /** Ends what is under way. */
    void cancel() {
        runs.values().forEach(CheckRun::cancel);
    }

    /** Takes in what the candidate has counted. */
    void count(ArmTracks.Blocks blocks) {
        runs.values().forEach(run -> run.count(blocks));
    }

    /** What each check of the plan says now; one that was changed begins anew. */
    List<Checked> look(AnalysisPlan plan, Analyses.Scene scene, Optional<String> problem) {
        return plan.checks().stream()
                .map(check -> {
                    CheckRun run =
                            Objects.requireNonNull(runs.compute(check.name(), (_, known) -> current(check, known)));
                    CheckState state = run.look(scene.moment(), problem, scene.jobs());
                    return new Checked(check, state, run.verdict(scene.moment().waited(), plan.maxDuration()));
                })
                .toList();
    }

    private CheckRun current(Check check, @Nullable CheckRun run) {
        if (run == null) {
            return new CheckRun(check, before.getOrDefault(check.name(), CheckState.START), asking);
        }
        if (run.check().equals(check)) {
            return run;
        }
        run.cancel();
        return new CheckRun(check, CheckState.START, asking);
    }
}
