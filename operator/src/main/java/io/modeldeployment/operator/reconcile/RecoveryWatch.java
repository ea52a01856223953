package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.probe.PodProbe;
import io.modeldeployment.operator.recovery.Counts;
import io.modeldeployment.operator.recovery.Fleet;
import io.modeldeployment.operator.recovery.Health;
import io.modeldeployment.operator.recovery.Past;
import io.modeldeployment.operator.recovery.PodHealth;
import io.modeldeployment.operator.recovery.RecoveryPlanner;
import io.modeldeployment.operator.recovery.RecoveryPolicy;
import io.modeldeployment.operator.recovery.Remedy;
import io.modeldeployment.operator.recovery.StandIn;
import io.modeldeployment.operator.recovery.WayOut;
import io.modeldeployment.operator.resources.ModelClaim;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.resources.ScheduledBackup;
import io.modeldeployment.operator.rollout.Probe;
import io.modeldeployment.operator.rollout.Rescue;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Rollout;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.status.RecoveryCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the pods of what serves for a prediction at every interval, counts failures in a row, and has the ladder decide. The counts
 * are lost with the process: they are earned again, and nothing is done too early.
 */
final class RecoveryWatch {
    private final PodQuestions questions;
    private final Fleet fleet = new Fleet();
    private final Map<String, Counts> known = new ConcurrentHashMap<>();

    RecoveryWatch(PodProbe probe) {
        this.questions = new PodQuestions(probe);
    }

    /**
     * What a look rests on.
     *
     * @param wanted the revision that counts at present
     * @param backups of the ModelDeployment
     */
    record Scene(
            Effective effective, RevisionHash wanted, Rollout rollout, Sight sight, Collection<ModelBackup> backups) {
        /** Whether the backup that stands in is on its way: its rollout says what happens. */
        boolean isRestoring() {
            return effective.standIn().isPresent()
                    && rollout.state()
                            .filter(state -> !state.equals(new RolloutState.Stable(wanted)) && !hasFailed(state))
                            .isPresent();
        }

        /** Whether the backup that stands in could not be had, or did not serve either. */
        boolean hasFailed(RolloutState state) {
            return state instanceof RolloutState.Failed(var _, var candidate, var _) && candidate.equals(wanted);
        }
    }

    /**
     * What is to be done.
     *
     * @param standIn the backup that counts from the next pass on
     * @param replaces whether one counts in this pass
     * @param recheckAfter when to look again; empty where nobody wants to know
     */
    record Outcome(
            RecoveryPlanner.Decision decision,
            Optional<StandIn> standIn,
            boolean replaces,
            Optional<Duration> recheckAfter) {
        /** What the rollout has to do about it. */
        Rescue rescue() {
            return decision.remedy() instanceof Remedy.RollBack(var revision, var why)
                    ? new Rescue.RollBack(new RevisionHash(revision), why)
                    : replaces ? new Rescue.Replace() : new Rescue.None();
        }
    }

    Outcome look(Scene scene, Instant now) {
        ModelDeployment resource = scene.effective().resource();
        Optional<StandIn> standIn = scene.effective().standIn();
        Optional<RecoveryPolicy> policy = Policies.recovery(resource.getSpec());
        Past past = RecoveryCodec.read(resource.getStatus());
        if (policy.isPresent() && scene.isRestoring()) {
            return outcome(standIn, new RecoveryPlanner.Decision(new Remedy.None(), past), standIn, Optional.empty());
        }
        Optional<RevisionHash> serving = scene.rollout().state().flatMap(RecoveryWatch::serving);
        if (policy.isEmpty() || serving.isEmpty()) {
            known.remove(resource.getMetadata().getUid());
            var idle = new RecoveryPlanner.Decision(new Remedy.None(), Past.NONE);
            return outcome(standIn, idle, standIn, Optional.empty());
        }
        var asked = new Asked(resource.getMetadata().getUid(), policy.get(), past);
        return decided(scene, serving.get(), asked, now);
    }

    private record Asked(String uid, RecoveryPolicy policy, Past past) {}

    private Outcome decided(Scene scene, RevisionHash serving, Asked asked, Instant now) {
        Optional<StandIn> standIn = scene.effective().standIn();
        List<Pod> pods = scene.sight().podsOf(serving).stream()
                .filter(pod -> !PodSight.isTerminating(pod))
                .toList();
        Counts counts = counts(serving, asked, pods, now);
        Map<String, String> backups = ScheduledBackup.restorable(scene.backups());
        standIn.ifPresent(one -> backups.remove(one.backup()));
        List<String> present =
                pods.stream().map(pod -> pod.getMetadata().getName()).toList();
        // Where a remedy has used up what was counted there is nothing to decide on, not even that all is well.
        var decision = counts.health(present, asked.past())
                .map(health -> new RecoveryPlanner.Sight(
                        new Health(health, fleet.elsewhere(asked.uid(), now)),
                        new WayOut(previous(scene, serving, health), List.copyOf(backups.keySet()))))
                .map(sight -> RecoveryPlanner.plan(asked.policy(), asked.past(), sight, now))
                .orElseGet(() -> new RecoveryPlanner.Decision(new Remedy.None(), asked.past()));
        if (decision.remedy() instanceof Remedy.Restore(var backup, var _)) {
            var next = new StandIn(
                    backup,
                    Objects.requireNonNull(backups.get(backup)),
                    scene.effective().own());
            return outcome(standIn, decision, Optional.of(next), Optional.of(Duration.ZERO));
        }
        // What the spec asks for does well again, and its backup was not needed.
        boolean isOver = decision.past().equals(Past.NONE)
                && scene.rollout().state().filter(scene::hasFailed).isPresent();
        Duration left = Duration.between(now, counts.nextAt(asked.policy(), decision.past()));
        return outcome(standIn, decision, standIn.filter(_ -> !isOver), Optional.of(left));
    }

    private static Outcome outcome(
            Optional<StandIn> now,
            RecoveryPlanner.Decision decision,
            Optional<StandIn> next,
            Optional<Duration> recheckAfter) {
        return new Outcome(decision, next, now.isPresent(), recheckAfter);
    }

    /** Where a rollout is under way its own rules say what happens to pods that fail, and a new chance begins. */
    private static Optional<RevisionHash> serving(RolloutState state) {
        return switch (state) {
            case RolloutState.Stable(var stable) -> Optional.of(stable);
            case RolloutState.Failed(var stable, var _, var _) -> Optional.of(stable);
            case RolloutState.RollingBack(var stable, var _, var _) -> Optional.of(stable);
            case RolloutState.Initial _,
                    RolloutState.Progressing _,
                    RolloutState.Promoting _,
                    RolloutState.Verifying _ -> Optional.empty();
        };
    }

    /** Not the one that a backup stands in for, nor one that reads the same damaged files. */
    private static Optional<String> previous(Scene scene, RevisionHash serving, List<PodHealth> health) {
        Optional<String> replaced = scene.effective().standIn().map(StandIn::insteadOf);
        Set<String> damaged =
                health.stream().anyMatch(PodHealth::isDamaged) ? claims(scene.sight(), serving) : Set.of();
        return scene.rollout().promoted().stream()
                .filter(revision -> !revision.equals(serving))
                .filter(revision -> replaced.filter(revision.value()::equals).isEmpty())
                .filter(revision -> Collections.disjoint(damaged, claims(scene.sight(), revision)))
                .map(RevisionHash::value)
                .findFirst();
    }

    private static Set<String> claims(Sight sight, RevisionHash revision) {
        return Optional.ofNullable(sight.stored().get(revision))
                .map(stored -> ModelClaim.mountedBy(stored.template()))
                .orElse(Set.of());
    }

    /** Asks the pods where they are due; between two probes what was counted stands. */
    private Counts counts(RevisionHash serving, Asked asked, List<Pod> pods, Instant now) {
        Counts before =
                known.getOrDefault(asked.uid(), Counts.none(serving.value())).about(serving.value());
        if (!before.isDue(asked.policy(), asked.past(), now)) {
            return before;
        }
        Counts last = before.since(asked.past());
        List<PodQuestions.Answer> answers = questions.ask(pods);
        fleet.saw(
                asked.uid(),
                answers.stream()
                        .map(answer ->
                                new Fleet.Member(answer.node(), answer.problem().isEmpty()))
                        .toList(),
                now);
        var counts = new Counts(
                serving.value(),
                now,
                answers.stream().map(answer -> after(last, answer)).toList());
        known.put(asked.uid(), counts);
        return counts;
    }

    private static PodHealth after(Counts last, PodQuestions.Answer answer) {
        PodHealth before = last.of(answer.pod());
        return switch (answer.probe()) {
            case Probe.Passed() -> new PodHealth(answer.pod(), 0, Optional.empty());
            case Probe.NoAnswer _, Probe.Failed _ ->
                new PodHealth(answer.pod(), before.failures() + 1, answer.problem(), answer.isDamaged());
            // Neither good nor bad: what was counted stands.
            case Probe.Unasked _, Probe.Busy _ -> before;
        };
    }
}
