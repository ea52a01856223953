package io.modeldeployment.operator.storage;

import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.JobView.Absent;
import io.modeldeployment.operator.storage.JobView.Done;
import io.modeldeployment.operator.storage.JobView.Ending;
import io.modeldeployment.operator.storage.JobView.Failed;
import io.modeldeployment.operator.storage.JobView.Progress;
import io.modeldeployment.operator.storage.JobView.Running;
import io.modeldeployment.operator.storage.Provision.Step;
import io.modeldeployment.operator.storage.Provision.Step.DropClaim;
import io.modeldeployment.operator.storage.Provision.Step.EndJob;
import io.modeldeployment.operator.storage.Provision.Step.EnsureClaim;
import io.modeldeployment.operator.storage.Provision.Step.MarkReady;
import io.modeldeployment.operator.storage.Provision.Step.StartJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is to be done so that a model lies on its claim.
 *
 * <p>The claim says that it is ready by an annotation, which outlives the job; so a job is made wherever there is none and the claim
 * is not ready, also when somebody deleted it, and one that finds the model whole only looks at it. A job that failed stays to be
 * looked at. It is made anew when a person tries the revision again, when another revision wants the same model, and, while
 * nothing else serves, after a while.
 *
 * @param origin where the model comes from
 * @param wantedBy the revision that wants it
 * @param state of the rollout at the beginning of the pass
 */
public record Provisioning(Origin origin, RevisionHash wantedBy, Optional<RolloutState> state) {
    /**
     * Where a model comes from.
     *
     * @param title for people
     * @param isBackup whether that is a backup
     * @param supply what is known of it
     */
    public record Origin(String title, boolean isBackup, Supply supply) {}

    /** How often a job is asked how far it is. */
    static final Duration LOOK = Duration.ofSeconds(5);
    /** How often a backup that is not there is looked for: no event may tell of one of another ModelDeployment. */
    static final Duration LOOK_AT_BACKUPS = Duration.ofMinutes(1);
    /** How long a failed first revision is left alone before it is tried again: what is missing may have come. */
    static final Duration TRY_AGAIN = Duration.ofMinutes(5);

    /** What to do now. */
    public Provision decide(Optional<ClaimView> claim, JobView job, Instant now) {
        boolean isEnding = claim.filter(ClaimView::ending).isPresent();
        Optional<StoredModel> stored = claim.flatMap(ClaimView::model);
        if (!isEnding && stored.isPresent()) {
            return ready(stored.get(), job);
        }
        if (origin.supply() instanceof Supply.Lost lost && !(job instanceof Done)) {
            return lost(lost, claim, job);
        }
        if (isEnding) {
            return awaits(coming(), "the model's claim is being deleted; it goes once no pod uses it", List.of());
        }
        return switch (job) {
            case Done(var model) ->
                awaits(
                        ModelPhase.VERIFYING,
                        "the model of " + origin.title() + " has come",
                        // Nobody knows what it brought, or where that is: another one looks, and fetches nothing that
                        // is there.
                        List.of(model.filter(_ -> claim.isPresent())
                                .<Step>map(MarkReady::new)
                                .orElseGet(EndJob::new)));
            case Absent()
            when origin.supply() instanceof Supply.NotYet(var message) -> awaits(coming(), message, List.of());
            case Absent() -> awaits(coming(), coming(Optional.empty()), List.of(new EnsureClaim(), new StartJob()));
            case Ending() -> awaits(coming(), coming(Optional.empty()), List.of());
            case Running running -> running(running);
            case Failed failed -> failed(failed, now);
        };
    }

    /** What was restored up to now is no model, and a backup of the same name may be another one. */
    private Provision lost(Supply.Lost lost, Optional<ClaimView> claim, JobView job) {
        String message = "the model of %s cannot be had: %s".formatted(origin.title(), lost.message());
        var steps = new ArrayList<Step>();
        if (!(job instanceof Absent || job instanceof Ending)) {
            steps.add(new EndJob());
        }
        claim.filter(one -> !one.ending()).ifPresent(_ -> steps.add(new DropClaim()));
        return new Provision(
                new Clearance.Refused(Abort.Cause.MODEL_UNAVAILABLE, message),
                steps,
                ModelReport.failed(lost.reason(), message),
                Optional.of(LOOK_AT_BACKUPS));
    }

    private Provision ready(StoredModel model, JobView job) {
        List<Step> steps = job instanceof Absent || job instanceof Ending
                ? List.of(new EnsureClaim())
                : List.of(new EnsureClaim(), new EndJob());
        var report = new ModelReport(
                ModelPhase.READY,
                "Verified",
                "Every file of the model was " + (origin.isBackup() ? "restored" : "fetched")
                        + " and has the digest that it shall have",
                Optional.of(model),
                Optional.empty());
        return new Provision(new Clearance.Cleared(), steps, report, Optional.empty());
    }

    private Provision running(Running running) {
        ModelPhase phase = running.progress()
                .map(Progress::phase)
                .filter(ModelPhase.VERIFYING::equals)
                .orElse(coming());
        String message = running.progress().isEmpty() && running.waiting().isPresent()
                ? "the job that %s the model of %s waits: %s"
                        .formatted(
                                origin.isBackup() ? "restores" : "fetches",
                                origin.title(),
                                running.waiting().get())
                : coming(running.progress());
        var report = new ModelReport(phase, "ModelPending", message, Optional.empty(), running.progress());
        return new Provision(
                new Clearance.Awaited(Clearance.Need.MODEL, message),
                List.of(new EnsureClaim()),
                report,
                Optional.of(LOOK));
    }

    private Provision failed(Failed failed, Instant now) {
        String message = "the model of %s cannot be had: %s: %s"
                .formatted(
                        origin.title(),
                        failed.failure().reason(),
                        failed.failure().message());
        Optional<Instant> again = tryAgainAt(failed);
        if (again.filter(at -> !now.isBefore(at)).isPresent()) {
            // What a backup left is no backup's any more; what was fetched is gone on with.
            return awaits(
                    coming(),
                    coming(Optional.empty()),
                    origin.isBackup() ? List.of(new EndJob(), new DropClaim()) : List.of(new EndJob()));
        }
        return new Provision(
                new Clearance.Refused(Abort.Cause.MODEL_UNAVAILABLE, message),
                List.of(new EnsureClaim()),
                ModelReport.failed(failed.failure().reason(), message),
                again.map(at -> Duration.between(now, at)));
    }

    /** Empty: when somebody says so. */
    private Optional<Instant> tryAgainAt(Failed failed) {
        if (!failed.wantedBy().equals(wantedBy)) {
            return Optional.of(failed.at());
        }
        Optional<Instant> later = Optional.of(failed.at().plus(TRY_AGAIN));
        return state.isEmpty()
                ? later
                : switch (state.get()) {
                    case RolloutState.Initial _ -> later;
                    case RolloutState.Stable(var stable) when stable.equals(wantedBy) -> later;
                    // Another rollout of it than the one that failed: a person said retry.
                    case RolloutState.Progressing progressing
                    when progressing.candidate().equals(wantedBy) ->
                        Optional.of(failed.at()).filter(_ -> !failed.attempt().equals(attempt(state)));
                    default ->
                        state.flatMap(RolloutState::candidateRevision)
                                        .filter(wantedBy::equals)
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(failed.at());
                };
    }

    /** Names the rollout that is under way; empty where there is none. */
    public static String attempt(Optional<RolloutState> state) {
        return state.orElse(null) instanceof RolloutState.Progressing progressing
                ? progressing.startedAt().toString()
                : "";
    }

    private ModelPhase coming() {
        return origin.isBackup() ? ModelPhase.RESTORING : ModelPhase.FETCHING;
    }

    private String coming(Optional<Progress> progress) {
        boolean isVerified =
                progress.filter(known -> known.phase() == ModelPhase.VERIFYING).isPresent();
        String verb = isVerified ? "verified" : origin.isBackup() ? "restored" : "fetched";
        String far = progress.filter(known -> known.bytesTotal() > 0)
                .map(known -> ": %d %% of %d MB".formatted(percent(known), Math.max(1, known.bytesTotal() / 1_000_000)))
                .orElse("");
        return "the model of " + origin.title() + " is " + verb + far;
    }

    static long percent(Progress progress) {
        return progress.bytesTotal() == 0 ? 0 : Math.min(100, 100 * progress.bytesDone() / progress.bytesTotal());
    }

    private static Provision awaits(ModelPhase phase, String message, List<Step> steps) {
        return new Provision(
                new Clearance.Awaited(Clearance.Need.MODEL, message),
                steps,
                ModelReport.pending(phase, message),
                Optional.of(LOOK));
    }
}
