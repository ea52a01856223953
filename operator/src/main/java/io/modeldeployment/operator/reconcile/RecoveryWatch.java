package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.probe.PodProbe;
import io.modeldeployment.operator.recovery.Fleet;
import io.modeldeployment.operator.recovery.Health;
import io.modeldeployment.operator.recovery.Past;
import io.modeldeployment.operator.recovery.PodHealth;
import io.modeldeployment.operator.recovery.RecoveryPlanner;
import io.modeldeployment.operator.recovery.RecoveryPolicy;
import io.modeldeployment.operator.recovery.Remedy;
import io.modeldeployment.operator.recovery.WayOut;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.rollout.Probe;
import io.modeldeployment.operator.rollout.Rescue;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Rollout;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.status.RecoveryCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the pods of what serves for a prediction at every interval, counts failures in a row, and has the ladder decide. The counts
 * are lost with the process: they are earned again, and nothing is done too early.
 */
final class RecoveryWatch {
    /** A pass may come a little early. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final PodQuestions questions;
    private final Fleet fleet = new Fleet();
    private final Map<String, Streaks> known = new ConcurrentHashMap<>();

    RecoveryWatch(PodProbe probe) {
        this.questions = new PodQuestions(probe);
    }

    /** When the pods were asked last, and how each did. */
    private record Streaks(Instant at, List<PodHealth> pods) {}

    /**
     * What is to be done.
     *
     * @param recheckAfter when to look again; empty where nobody wants to know
     */
    record Outcome(RecoveryPlanner.Decision decision, Optional<Duration> recheckAfter) {
        static Outcome idle() {
            return new Outcome(new RecoveryPlanner.Decision(new Remedy.None(), Past.NONE), Optional.empty());
        }

        /** What the rollout has to do about it. */
        Rescue rescue() {
            return decision.remedy() instanceof Remedy.RollBack(var revision, var why)
                    ? new Rescue.RollBack(new RevisionHash(revision), why)
                    : new Rescue.None();
        }
    }

    Outcome look(ModelDeployment resource, Rollout rollout, Sight sight, Instant now) {
        String uid = resource.getMetadata().getUid();
        Optional<RecoveryPolicy> policy = Policies.recovery(resource.getSpec());
        Optional<RevisionHash> serving = rollout.state().flatMap(RecoveryWatch::serving);
        if (policy.isEmpty() || serving.isEmpty()) {
            known.remove(uid);
            return Outcome.idle();
        }
        Past past = RecoveryCodec.read(resource.getStatus());
        Streaks streaks = asked(uid, policy.get(), sight.podsOf(serving.get()), now);
        var health = new Health(streaks.pods(), fleet.elsewhere(uid, now));
        var way = new WayOut(previous(rollout, serving.get()).map(RevisionHash::value), List.of());
        var decision = RecoveryPlanner.plan(policy.get(), past, new RecoveryPlanner.Sight(health, way), now);
        Duration left = Duration.between(now, streaks.at().plus(policy.get().interval()));
        return new Outcome(decision, Optional.of(left));
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

    private static Optional<RevisionHash> previous(Rollout rollout, RevisionHash serving) {
        return rollout.promoted().stream()
                .filter(revision -> !revision.equals(serving))
                .findFirst();
    }

    private Streaks asked(String uid, RecoveryPolicy policy, List<Pod> pods, Instant now) {
        Optional<Streaks> before = Optional.ofNullable(known.get(uid));
        boolean early = before.filter(streaks ->
                        Duration.between(streaks.at(), now).plus(TOLERANCE).compareTo(policy.interval()) < 0)
                .isPresent();
        if (early) {
            return before.get();
        }
        List<PodHealth> last = before.map(Streaks::pods).orElse(List.of());
        List<PodQuestions.Answer> answers = questions.ask(pods);
        fleet.saw(
                uid,
                answers.stream()
                        .map(answer ->
                                new Fleet.Member(answer.node(), answer.problem().isEmpty()))
                        .toList(),
                now);
        var streaks = new Streaks(
                now, answers.stream().map(answer -> after(last, answer)).toList());
        known.put(uid, streaks);
        return streaks;
    }

    private static PodHealth after(List<PodHealth> last, PodQuestions.Answer answer) {
        PodHealth before = last.stream()
                .filter(pod -> pod.pod().equals(answer.pod()))
                .findFirst()
                .orElseGet(() -> new PodHealth(answer.pod(), 0, Optional.empty()));
        return switch (answer.probe()) {
            case Probe.Passed() -> new PodHealth(answer.pod(), 0, Optional.empty());
            case Probe.NoAnswer _, Probe.Failed _ ->
                new PodHealth(answer.pod(), before.failures() + 1, answer.problem());
            // Neither good nor bad: what was counted stands.
            case Probe.Unasked _, Probe.Busy _ -> before;
        };
    }
}
