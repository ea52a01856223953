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
import io.modeldeployment.operator.storage.Provision.Step.EndJob;
import io.modeldeployment.operator.storage.Provision.Step.EnsureClaim;
import io.modeldeployment.operator.storage.Provision.Step.MarkReady;
import io.modeldeployment.operator.storage.Provision.Step.StartJob;
import java.time.Duration;
import java.time.Instant;
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
 * @param source the model's source, for people
 * @param wantedBy the revision that wants it
 * @param state of the rollout at the beginning of the pass
 */
public record Provisioning(String source, RevisionHash wantedBy, Optional<RolloutState> state) {
    /** How often a job is asked how far it is. */
    static final Duration LOOK = Duration.ofSeconds(5);
    /** How long a failed first revision is left alone before it is tried again: what is missing may have come. */
    static final Duration TRY_AGAIN = Duration.ofMinutes(5);

    /** What to do now. */
    public Provision decide(Optional<ClaimView> claim, JobView job, Instant now) {
        if (claim.filter(ClaimView::ending).isPresent()) {
            return awaits(
                    ModelPhase.FETCHING, "the model's claim is being deleted; it goes once no pod uses it", List.of());
        }
        Optional<StoredModel> stored = claim.flatMap(ClaimView::model);
        if (stored.isPresent()) {
            return ready(stored.get(), job);
        }
        return switch (job) {
            case Absent() ->
                awaits(ModelPhase.FETCHING, fetching(Optional.empty()), List.of(new EnsureClaim(), new StartJob()));
            case Ending() -> awaits(ModelPhase.FETCHING, fetching(Optional.empty()), List.of());
            case Running running -> running(running);
            case Done(var model) ->
                awaits(
                        ModelPhase.VERIFYING,
                        "the model of " + source + " has come",
                        // Nobody knows what it brought, or where that is: another one looks, and fetches nothing that
                        // is there.
                        List.of(model.filter(_ -> claim.isPresent())
                                .<Step>map(MarkReady::new)
                                .orElseGet(EndJob::new)));
            case Failed failed -> failed(failed, now);
        };
    }

    private static Provision ready(StoredModel model, JobView job) {
        List<Step> steps = job instanceof Absent || job instanceof Ending
                ? List.of(new EnsureClaim())
                : List.of(new EnsureClaim(), new EndJob());
        var report = new ModelReport(
                ModelPhase.READY,
                "Verified",
                "Every file of the model was fetched and has the digest that it shall have",
                Optional.of(model),
                Optional.empty());
        return new Provision(new Clearance.Cleared(), steps, report, Optional.empty());
    }

    private Provision running(Running running) {
        ModelPhase phase = running.progress().map(Progress::phase).orElse(ModelPhase.FETCHING);
        String message = running.progress().isEmpty() && running.waiting().isPresent()
                ? "the job that fetches the model of " + source + " waits: "
                        + running.waiting().get()
                : fetching(running.progress());
        var report = new ModelReport(phase, "ModelPending", message, Optional.empty(), running.progress());
        return new Provision(
                new Clearance.Awaited(Clearance.Need.MODEL, message),
                List.of(new EnsureClaim()),
                report,
                Optional.of(LOOK));
    }

    private Provision failed(Failed failed, Instant now) {
        String message = "the model of %s cannot be had: %s: %s"
                .formatted(source, failed.failure().reason(), failed.failure().message());
        Optional<Instant> again = tryAgainAt(failed);
        if (again.filter(at -> !now.isBefore(at)).isPresent()) {
            return awaits(ModelPhase.FETCHING, fetching(Optional.empty()), List.of(new EndJob()));
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

    private String fetching(Optional<Progress> progress) {
        String verb =
                progress.filter(known -> known.phase() == ModelPhase.VERIFYING).isPresent() ? "verified" : "fetched";
        String far = progress.filter(known -> known.bytesTotal() > 0)
                .map(known -> ": %d %% of %d MB".formatted(percent(known), Math.max(1, known.bytesTotal() / 1_000_000)))
                .orElse("");
        return "the model of " + source + " is " + verb + far;
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
