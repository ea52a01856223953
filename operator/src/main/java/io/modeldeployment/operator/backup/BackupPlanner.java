package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides what becomes of a backup: one step at a time, each from what was seen.
 *
 * <ol>
 *   <li>What is backed up: the claim of the stable revision.
 *   <li>How: a VolumeSnapshot or a copy.
 *   <li>What is on it: files are read before they are kept, so that a corrupted volume is no backup.
 *   <li>The VolumeSnapshot, which counts by rule 23, or the copy, which has to have the digest of what was read.
 * </ol>
 *
 * All of that has one deadline. What is not ready then has failed, and what there is of it is taken away.
 */
public final class BackupPlanner {
    /** Between two looks at what no event tells of. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** After a step that nothing has to be waited for; caches need a moment to see what was written. */
    private static final Duration AT_ONCE = Duration.ofMillis(200);

    private static final String LOST = "SnapshotLost";

    private final BackupRequest request;
    private final BackupSight sight;
    private final Instant now;

    private BackupPlanner(BackupRequest request, BackupSight sight, Instant now) {
        this.request = request;
        this.sight = sight;
        this.now = now;
    }

    /** What to do about the backup that {@code state} is known of. */
    public static BackupPlan plan(BackupRequest request, BackupState state, BackupSight sight, Instant now) {
        var planner = new BackupPlanner(request, sight, now);
        return switch (state.phase()) {
            case READY -> planner.keep(state);
            case FAILED -> planner.takeAway(state);
            case PENDING, RUNNING -> planner.advance(state.startedAt().isPresent() ? state : state.since(now));
        };
    }

    /** What to do about a backup that is being deleted; its VolumeSnapshot goes with it by its owner reference. */
    public static BackupPlan release(BackupState state, BackupSight sight) {
        if (!(state.place().orElse(null) instanceof Place.Copied copy) || sight.store() instanceof Claim.Missing) {
            return done(state, new BackupAction.Release());
        }
        if (sight.jobs().copy() instanceof Work.Running) {
            return new BackupPlan(state, List.of(new BackupAction.EndCopy()), Optional.of(LOOK_AGAIN));
        }
        return switch (sight.jobs().removal()) {
            case Work.Missing _ -> await(state, new BackupAction.RemoveCopy(copy));
            case Work.Running _ -> await(state);
            case Work.Done _ -> done(state, new BackupAction.Release());
            // What cannot be removed must not keep the backup, and its namespace, for ever.
            case Work.Failed _ -> done(state, new BackupAction.Release());
        };
    }

    private BackupPlan keep(BackupState state) {
        if (state.place().orElse(null) instanceof Place.Snapshotted(var name, var _)
                && sight.snapshot() instanceof Snapshot.Missing
                && sight.support() instanceof SnapshotSupport.Classes) {
            return done(state.gone()
                    .ended(
                            BackupPhase.FAILED,
                            state.endedAt().orElse(now),
                            LOST,
                            "the VolumeSnapshot " + name + " was deleted: this backup cannot be restored any more"));
        }
        if (state.place().orElse(null) instanceof Place.Copied(var claim, var _)
                && sight.store() instanceof Claim.Missing) {
            return done(state.gone()
                    .ended(
                            BackupPhase.FAILED,
                            state.endedAt().orElse(now),
                            "CopyLost",
                            "the PersistentVolumeClaim " + claim
                                    + " was deleted: this backup cannot be restored any more"));
        }
        return done(state);
    }

    private BackupPlan takeAway(BackupState state) {
        return switch (state.place().orElse(null)) {
            case null -> done(state);
            case Place.Snapshotted _ ->
                sight.snapshot() instanceof Snapshot.Missing
                        ? done(state.gone())
                        : await(state, new BackupAction.RemoveSnapshot());
            case Place.Copied copy -> takeAway(state, copy);
        };
    }

    private BackupPlan takeAway(BackupState state, Place.Copied copy) {
        if (sight.store() instanceof Claim.Missing) {
            return done(state.gone());
        }
        if (sight.jobs().copy() instanceof Work.Running) {
            return await(state, new BackupAction.EndCopy());
        }
        return switch (sight.jobs().removal()) {
            case Work.Missing _ -> await(state, new BackupAction.RemoveCopy(copy));
            case Work.Running _ -> await(state);
            case Work.Done _ -> done(state.gone());
            case Work.Failed(var _, var message) ->
                done(state.gone()
                        .waiting(
                                BackupPhase.FAILED,
                                state.reason(),
                                "%s; what there is of it stays in %s on %s, since it could not be removed: %s"
                                        .formatted(state.message(), copy.path(), copy.claim(), message)));
        };
    }

    private BackupPlan advance(BackupState state) {
        BackupPlan plan = step(state);
        Instant deadline = state.startedAt().orElseThrow().plus(request.deadline());
        if (isOver(plan.next()) || now.isBefore(deadline)) {
            return untilDeadline(plan, deadline);
        }
        // Of the step's actions none is carried out: it may have come to the point of making something.
        return fail(
                plan.next(),
                "DeadlineExceeded",
                "it was not ready within %d s; the last that was waited for: %s"
                        .formatted(request.deadline().toSeconds(), plan.next().message()));
    }

    private static boolean isOver(BackupState state) {
        return state.phase() == BackupPhase.READY || state.phase() == BackupPhase.FAILED;
    }

    private BackupPlan untilDeadline(BackupPlan plan, Instant deadline) {
        if (isOver(plan.next()) || plan.recheckAfter().isPresent()) {
            return plan;
        }
        return new BackupPlan(plan.next(), plan.actions(), Optional.of(Duration.between(now, deadline)));
    }

    private BackupPlan step(BackupState state) {
        if (state.source().isPresent()) {
            return choose(state, state.source().get());
        }
        return switch (sight.found()) {
            case Found.Model(var source) ->
                onwards(state.of(source)
                        .waiting(BackupPhase.PENDING, "Found", "The claim " + source.claim() + " is next"));
            case Found.NotYet(var message) -> await(state.waiting(BackupPhase.PENDING, "NothingYet", message));
            case Found.Nothing(var reason, var message) -> fail(state, reason, message);
        };
    }

    private BackupPlan choose(BackupState state, Source source) {
        switch (sight.source()) {
            case Claim.Missing _ -> {
                return fail(state, "ClaimMissing", "there is no PersistentVolumeClaim " + source.claim());
            }
            // A snapshot of a claim without a volume makes the snapshot controller wait for minutes after it has one.
            case Claim.Unbound(var message) -> {
                return await(state.waiting(BackupPhase.PENDING, "ClaimNotBound", message));
            }
            case Claim.Foreign(var message) -> {
                return fail(state, "ClaimMissing", message);
            }
            case Claim.Bound(var driver, var storageClass) -> {
                Choice choice = state.choice()
                        .filter(_ -> state.place().isPresent())
                        .orElseGet(() -> Choice.of(request, sight.support(), driver));
                BackupState chosen = state.by(choice).of(source.in(storageClass));
                return choice instanceof Choice.Open(var reason, var message)
                        ? await(chosen.waiting(BackupPhase.PENDING, reason, message))
                        : inspect(chosen, source, choice);
            }
        }
    }

    private BackupPlan inspect(BackupState state, Source source, Choice choice) {
        if (state.contents().isPresent()) {
            return make(state, source, choice);
        }
        BackupState reading = state.waiting(
                BackupPhase.RUNNING,
                "Inspecting",
                "The files on the claim " + source.claim() + " are being read"
                        + by(sight.jobs().inspection()));
        return switch (sight.jobs().inspection()) {
            case Work.Missing _ -> plan(reading, new BackupAction.Inspect(source));
            case Work.Running _ -> plan(reading);
            case Work.Done(var contents) ->
                contents.map(read -> make(reading.holding(read), source, choice))
                        .orElseGet(() -> fail(
                                state,
                                "NotRead",
                                "the job that read the files said nothing about them: look at its log"));
            case Work.Failed(var reason, var message) -> fail(state, reason, message);
        };
    }

    private static String by(Work work) {
        return work instanceof Work.Running(var name) ? " by the job " + name : "";
    }

    private BackupPlan make(BackupState state, Source source, Choice choice) {
        return switch (choice) {
            case Choice.Snapshot snapshot -> snapshot(state, source, snapshot);
            case Choice.Copy _ -> copy(state, source);
            case Choice.Open _ -> throw new IllegalStateException("an open choice makes nothing");
        };
    }

    private BackupPlan snapshot(BackupState state, Source source, Choice.Snapshot choice) {
        String name = request.name();
        BackupState waiting =
                state.waiting(BackupPhase.RUNNING, "Snapshotting", "The VolumeSnapshot " + name + " is being taken");
        return switch (sight.snapshot()) {
            case Snapshot.Missing _ ->
                state.place().isPresent()
                        ? fail(state, LOST, "the VolumeSnapshot " + name + " was deleted before it was ready")
                        : await(waiting, new BackupAction.TakeSnapshot(source, choice.snapshotClass()));
            case Snapshot.Waiting(var message) ->
                await(waiting.in(new Place.Snapshotted(name, Optional.empty()))
                        .waiting(BackupPhase.RUNNING, "Snapshotting", message));
            case Snapshot.Usable(var restoreSize) ->
                done(waiting.in(new Place.Snapshotted(name, restoreSize))
                        .ended(
                                BackupPhase.READY,
                                now,
                                "SnapshotReady",
                                "The VolumeSnapshot " + name + " of the claim " + source.claim() + " is ready"));
        };
    }

    private BackupPlan copy(BackupState state, Source source) {
        var to = new Place.Copied(request.modelDeployment() + "-backups", request.name());
        BackupState copying = state.waiting(
                BackupPhase.RUNNING,
                "Copying",
                "The files are being copied to %s on the claim %s%s"
                        .formatted(to.path(), to.claim(), by(sight.jobs().copy())));
        if (sight.store() instanceof Claim.Foreign(var message)) {
            return fail(state, "NameTaken", message);
        }
        long bytes = state.contents().orElseThrow().bytes();
        if (sight.store() instanceof Claim.Missing) {
            return await(copying, new BackupAction.MakeStore(to.claim(), bytes));
        }
        return switch (sight.jobs().copy()) {
            // The place is written down first, so that no copy is ever forgotten.
            case Work.Missing _ ->
                state.place().isEmpty() ? onwards(copying.in(to)) : plan(copying, new BackupAction.Copy(source, to));
            case Work.Running _ -> plan(copying);
            case Work.Done(var copied) -> compared(copying, to, copied);
            case Work.Failed(var reason, var message) -> fail(copying, reason, message);
        };
    }

    private BackupPlan compared(BackupState state, Place.Copied to, Optional<Contents> copied) {
        String read = state.contents().orElseThrow().digest();
        String digest = copied.map(Contents::digest).orElse("nothing");
        return read.equals(digest)
                ? done(state.ended(
                        BackupPhase.READY,
                        now,
                        "Copied",
                        "The files are in " + to.path() + " on the claim " + to.claim()))
                : fail(
                        state,
                        "DigestMismatch",
                        "the copy has the digest %s, and what was read before it %s: the files were changed meanwhile, or the volume is damaged"
                                .formatted(digest, read));
    }

    private BackupPlan fail(BackupState state, String reason, String message) {
        // A snapshot that was made in a pass whose status was lost is taken away like one that was seen.
        BackupState known =
                sight.snapshot() instanceof Snapshot.Missing || state.place().isPresent()
                        ? state
                        : state.in(new Place.Snapshotted(request.name(), Optional.empty()));
        return takeAway(known.ended(BackupPhase.FAILED, now, reason, message));
    }

    private static BackupPlan onwards(BackupState next) {
        return new BackupPlan(next, List.of(), Optional.of(AT_ONCE));
    }

    private static BackupPlan plan(BackupState next, BackupAction... actions) {
        return new BackupPlan(next, List.of(actions), Optional.empty());
    }

    private static BackupPlan await(BackupState next, BackupAction... actions) {
        return new BackupPlan(next, List.of(actions), Optional.of(LOOK_AGAIN));
    }

    private static BackupPlan done(BackupState next, BackupAction... actions) {
        return new BackupPlan(next, List.of(actions), Optional.empty());
    }
}
