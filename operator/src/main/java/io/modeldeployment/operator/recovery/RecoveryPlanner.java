package io.modeldeployment.operator.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Climbs the ladder (rule 27): a pod that has failed often enough in a row is restarted; if pods fail again within the cool-down the
 * revision that served before takes over, then the newest backup, then the next older one. Each rung is taken once a climb, a climb
 * that ends in vain is repeated after the cool-down, and so is what is done in all bounded.
 *
 * <p>Where a pod cannot start from the model's files, no restart helps: the ladder begins at the next rung.
 *
 * <p>Invariants: a pod that answers is never touched; nothing happens while the fault lies elsewhere; after {@code maxAttempts}
 * climbs nothing happens until a person acts.
 */
public final class RecoveryPlanner {
    private RecoveryPlanner() {}

    /** What to do, and what to persist with it. */
    public record Decision(Remedy remedy, Past past) {}

    /** What a decision rests on. */
    public record Sight(Health health, WayOut way) {}

    /** Decides. Total: every combination of arguments has an answer. */
    public static Decision plan(RecoveryPolicy policy, Past past, Sight sight, Instant now) {
        Health health = sight.health();
        if (health.isWell()) {
            boolean over = past.at().filter(at -> isOver(at, policy, now)).isPresent();
            return new Decision(new Remedy.None(), over ? Past.NONE : past);
        }
        Optional<PodHealth> worst = health.worst(policy);
        if (worst.isEmpty()) {
            return new Decision(new Remedy.None(), past);
        }
        String why = why(policy, worst.get());
        if (health.elsewhere().isPresent()) {
            return new Decision(new Remedy.Hold(health.elsewhere().get()), past);
        }
        if (past.attempts() >= policy.maxAttempts()) {
            return new Decision(
                    new Remedy.GiveUp(why + "; " + past.attempts()
                            + " attempts to recover were in vain: change the spec, " + "or restore a backup"),
                    past);
        }
        boolean rests = past.last().isEmpty()
                && past.at().filter(at -> !isOver(at, policy, now)).isPresent();
        return rests
                ? new Decision(new Remedy.Hold(why + "; tried again after the cool-down"), past)
                : climb(policy, past, sight, now);
    }

    private static boolean isOver(Instant at, RecoveryPolicy policy, Instant now) {
        return Duration.between(at, now).compareTo(policy.cooldown()) >= 0;
    }

    /** The threshold and not the count, which would be another sentence at every probe. */
    private static String why(RecoveryPolicy policy, PodHealth pod) {
        return "pod " + pod.pod() + " failed " + policy.failureThreshold() + " probes in a row"
                + pod.problem().map(problem -> ": " + problem).orElse("");
    }

    /** The next rung that may be taken and leads somewhere. */
    private static Decision climb(RecoveryPolicy policy, Past past, Sight sight, Instant now) {
        PodHealth worst = sight.health().worst(policy).orElseThrow();
        String why = why(policy, worst);
        boolean isDamaged = sight.health().isOfTheFiles(policy);
        if (past.last().isEmpty() && !isDamaged) {
            return new Decision(new Remedy.Restart(worst.pod(), why), past.taking(Rung.RESTART, now));
        }
        if (!isDamaged && !sight.health().isTheRevisions(policy)) {
            return new Decision(
                    new Remedy.Restart(worst.pod(), why), past.inVain(now).taking(Rung.RESTART, now));
        }
        boolean isBelow = past.last().filter(last -> last != Rung.RESTART).isEmpty();
        Optional<String> previous = sight.way().previous();
        if (isBelow && policy.allows(Rung.ROLLBACK) && previous.isPresent()) {
            return new Decision(new Remedy.RollBack(previous.get(), why), past.taking(Rung.ROLLBACK, now));
        }
        Optional<String> backup = policy.allows(Rung.RESTORE) ? untried(past, sight.way()) : Optional.empty();
        return backup.map(name -> new Decision(new Remedy.Restore(name, why), past.restoring(name, now)))
                .orElseGet(() ->
                        new Decision(new Remedy.Hold(why + "; " + exhausted(policy, isDamaged)), past.inVain(now)));
    }

    private static Optional<String> untried(Past past, WayOut way) {
        return way.backups().stream()
                .filter(backup -> !past.tried().contains(backup))
                .findFirst();
    }

    private static String exhausted(RecoveryPolicy policy, boolean isDamaged) {
        return switch (policy.reach()) {
            case RESTART -> "recovery.mode is Restart, and a restart " + (isDamaged ? "cannot" : "did not") + " help";
            case ROLLBACK -> "recovery.mode is Rollback, and there is no revision left to return to";
            case RESTORE -> "there is neither a revision nor a backup left to return to";
        };
    }
}
