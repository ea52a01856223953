package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.operator.backup.CarePlan.Action;
import io.modeldeployment.operator.backup.CarePlan.Before;
import io.modeldeployment.operator.backup.CarePlan.Origin;
import io.modeldeployment.operator.backup.CarePlan.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides when the backups of a ModelDeployment are due, which may go, and whether a rollout has to wait for one. */
public final class CarePlanner {
    private static final Duration AT_LEAST = Duration.ofSeconds(1);
    /** To the millisecond: a retry may come in the second in which the attempt before it began. */
    private static final DateTimeFormatter ATTEMPT =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private final CarePolicy policy;
    private final CareSight sight;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    private CarePlanner(CarePolicy policy, CareSight sight, Instant now) {
        this.policy = policy;
        this.sight = sight;
        this.now = now;
    }

    /** What to do now. */
    public static CarePlan plan(CarePolicy policy, CareSight sight, Instant now) {
        return new CarePlanner(policy, sight, now).plan();
    }

    private CarePlan plan() {
        Optional<String> problem = Optional.empty();
        Optional<Slots> slots = Optional.empty();
        try {
            slots = policy.schedule().map(this::keepSchedule);
        } catch (IllegalArgumentException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        Before before = before();
        Retention.expired(sight.backups(), policy.keepLast(), inUse()).stream()
                .map(Action.Remove::new)
                .forEach(actions::add);
        Optional<KnownBackup> last = newest(BackupPhase.READY);
        Optional<Duration> wait = slots.flatMap(Slots::next)
                .map(next -> Duration.between(now, next))
                .map(duration -> duration.compareTo(AT_LEAST) < 0 ? AT_LEAST : duration);
        Optional<Slots> shown = slots;
        Report report = problem.map(message -> new Report(false, "InvalidSchedule", message))
                .orElseGet(() -> report(last, shown.flatMap(Slots::next)));
        return new CarePlan(actions, slots, last, report, before, wait);
    }

    /** What the rollout under way waits for would only be made anew. */
    private Set<String> inUse() {
        var inUse = new HashSet<>(sight.inUse());
        sight.candidate()
                .flatMap(candidate -> candidate.since().map(since -> nameBefore(candidate, since)))
                .ifPresent(inUse::add);
        return inUse;
    }

    /** One an attempt: that of an earlier one may be the last that is any good, so only {@link Retention} takes it. */
    private String nameBefore(CareSight.Candidate candidate, Instant since) {
        return policy.name() + "-before-" + candidate.revision() + "-" + ATTEMPT.format(since);
    }

    private Slots keepSchedule(String schedule) {
        var cron = new CronSchedule(schedule, policy.timeZone());
        Slots.Look look = Slots.look(cron, schedule + " " + policy.timeZone(), sight.slots(), policy.lateness(), now);
        if (look.begun().next().isEmpty()) {
            throw new IllegalArgumentException("the schedule '%s' names no day that ever comes".formatted(schedule));
        }
        if (look.due().isEmpty() || sight.found() instanceof Found.Nothing) {
            return look.begun();
        }
        // A point stays due while there is nothing to back up yet, or the backup before it has not ended.
        if (sight.found() instanceof Found.NotYet || isOneUnderWay()) {
            return new Slots(look.begun().schedule(), look.due());
        }
        actions.add(new Action.Ask(Slots.name(policy.name(), look.due().get()), Origin.SCHEDULE, Optional.empty()));
        return look.begun();
    }

    private boolean isOneUnderWay() {
        return sight.backups().stream().anyMatch(backup -> backup.isOurs() && !backup.hasEnded());
    }

    private Before before() {
        // What serves is backed up before a restore, whoever asks for that (rule 24).
        return sight.candidate()
                .filter(_ -> sight.found() instanceof Found.Model)
                .filter(candidate -> policy.beforeRollout() || candidate.restores())
                .map(this::before)
                .orElseGet(Before.Cleared::new);
    }

    private Before before(CareSight.Candidate candidate) {
        return candidate
                .since()
                .map(since -> before(candidate, since))
                .orElseGet(() -> new Before.Awaited("A backup of what serves is made first"));
    }

    private Before before(CareSight.Candidate candidate, Instant since) {
        String name = nameBefore(candidate, since);
        Optional<KnownBackup> found =
                sight.backups().stream().filter(one -> one.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            actions.add(new Action.Ask(name, Origin.ROLLOUT, Optional.of(since)));
            return new Before.Awaited("The backup " + name + " is made first");
        }
        KnownBackup backup = found.get();
        if (backup.isDeleted()) {
            return new Before.Awaited("The backup " + name + " is being deleted and is made anew first");
        }
        if (!backup.isOurs() || !backup.attempt().equals(Optional.of(since))) {
            return new Before.Refused(
                    "The ModelBackup %s is there already and was not made for this rollout;".formatted(name)
                            + " retry makes one of another name");
        }
        return switch (backup.phase()) {
            case PENDING, RUNNING ->
                new Before.Awaited("The backup %s is made first: %s".formatted(name, backup.message()));
            case READY -> new Before.Cleared();
            // What cannot be backed up may be why another backup is restored.
            case FAILED ->
                candidate.restores()
                        ? new Before.Cleared()
                        : new Before.Refused(
                                "The backup %s before this rollout failed: %s".formatted(name, backup.message()));
        };
    }

    private Optional<KnownBackup> newest(BackupPhase phase) {
        return sight.backups().stream()
                .filter(backup -> backup.phase() == phase && !backup.isDeleted())
                .min(Retention.NEWEST_FIRST);
    }

    private Report report(Optional<KnownBackup> last, Optional<Instant> next) {
        if (sight.found() instanceof Found.Nothing(var reason, var message)) {
            return new Report(false, reason, message);
        }
        String due = next.map(point -> "; the next is due at " + point).orElse("");
        Optional<KnownBackup> failed = newest(BackupPhase.FAILED)
                .filter(one -> last.map(good -> good.createdAt().isBefore(one.createdAt()))
                        .orElse(true));
        if (failed.isPresent()) {
            return new Report(
                    false,
                    "BackupFailed",
                    "The backup %s failed: %s%s"
                            .formatted(failed.get().name(), failed.get().message(), due));
        }
        return last.map(good -> new Report(true, "BackupReady", "The backup " + good.name() + " is ready" + due))
                .orElseGet(() -> new Report(false, "NoBackupYet", "There is no backup yet" + due));
    }
}
