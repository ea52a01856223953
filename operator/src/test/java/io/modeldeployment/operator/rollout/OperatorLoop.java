package io.modeldeployment.operator.rollout;

import static org.junit.jupiter.api.Assertions.fail;

import io.modeldeployment.operator.rollout.Action.PublishEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Plays the operator around the planner: plans only when something is seen to change or a recheck is due, does the
 * actions, persists, and can die in between or see the cluster late.
 */
final class OperatorLoop {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration PASS = Duration.ofSeconds(1);

    private static final int PATIENCE = 4000;
    private static final int REMEMBERED = 10;

    final SimulatedCluster cluster;
    final InvariantMonitor monitor = new InvariantMonitor();
    private final List<PublishEvent> events = new ArrayList<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private final Deque<Observation> sights = new ArrayDeque<>();

    private RolloutPolicy policy;
    private Rollout persisted = Rollout.fresh();
    private Optional<String> annotation = Optional.empty();
    private Instant now = START;
    private Optional<Instant> due = Optional.of(START);
    private List<Object> lastInput = List.of();
    private Optional<Plan> lastPlan = Optional.empty();
    private Judgements judgements = Judgements.NONE;
    private Clearance clearance = new Clearance.Cleared();
    private Rescue rescue = new Rescue.None();
    private boolean isRoomKnown = true;
    private int sightLag;
    private int dieAfterActions = Integer.MAX_VALUE;
    private int passes;

    OperatorLoop(RolloutPolicy policy, SimulatedCluster.Pace pace) {
        this.policy = policy;
        this.cluster = new SimulatedCluster(pace, START);
    }

    /** Time goes on by a second, the cluster acts, and the operator where it has a reason to. */
    void pass() {
        passes++;
        now = now.plus(PASS);
        cluster.pass(now);
        monitor.afterClusterPassed(cluster);
        Observation seen = sight();
        List<Object> input = List.of(seen, policy, annotation);
        boolean changed = !input.equals(lastInput);
        if (changed || due.filter(time -> !time.isAfter(now)).isPresent()) {
            lastInput = input;
            reconcile(seen);
        }
    }

    private void reconcile(Observation seen) {
        Plan plan = RolloutPlanner.plan(policy, persisted, seen, annotation, now);
        lastPlan = Optional.of(plan);
        remember(passes + ". " + now + "\n  seen " + seen + "\n  " + plan.next() + "\n  " + plan.actions());
        monitor.beforeActions(policy, seen, plan, now);
        int done = 0;
        for (Action action : plan.actions()) {
            if (done++ >= dieAfterActions) {
                break;
            }
            cluster.apply(action);
            if (action instanceof PublishEvent event) {
                events.add(event);
            }
        }
        boolean died = dieAfterActions != Integer.MAX_VALUE;
        dieAfterActions = Integer.MAX_VALUE;
        if (died) {
            due = Optional.of(now);
            return;
        }
        persisted = plan.next();
        due = plan.recheckAfter().map(now::plus);
    }

    /** The pods as they were some passes ago, but what the operator itself wrote as it is. */
    private Observation sight() {
        Observation fresh = cluster.observe();
        sights.addLast(fresh);
        while (sights.size() > sightLag + 1) {
            sights.removeFirst();
        }
        Observation old = sights.getFirst();
        var views = new HashMap<RevisionHash, RevisionView>();
        fresh.revisions().forEach((hash, view) -> views.put(hash, wasRevived(hash) ? view : late(old.of(hash), view)));
        var seen = new Observation(views, fresh.route(), fresh.gateway(), judgements, clearance, rescue, room());
        return Claim.of(persisted.state(), policy, seen)
                .map(claim -> seen.cleared(Clearance.all(List.of(clearance, claim.clearance(seen.room())))))
                .orElse(seen);
    }

    /** For the pods of whom the next rollout, or this one, is about; only where the policy asks. */
    private Room room() {
        RevisionHash candidate = state().candidateRevision().orElse(policy.wanted());
        return policy.surge() == Surge.FREE ? Room.PLENTY : cluster.room(candidate, isRoomKnown);
    }

    /** Whether the operator may look at nodes; else it goes by what the scheduler says of its own pods. */
    OperatorLoop knowsRoom(boolean known) {
        isRoomKnown = known;
        return this;
    }

    OperatorLoop surge(Surge surge) {
        return change(draft -> draft.surge = surge);
    }

    /** What was seen of a revision before it was last at zero is not taken for what it is now. */
    private boolean wasRevived(RevisionHash revision) {
        return sights.stream().anyMatch(seen -> seen.of(revision).desired() == 0);
    }

    private static RevisionView late(RevisionView old, RevisionView fresh) {
        return new RevisionView(
                fresh.hash(),
                fresh.number(),
                fresh.desired(),
                old.pods(),
                old.available(),
                old.endpoints(),
                old.backends(),
                old.probe(),
                old.crash(),
                old.waiting());
    }

    private void remember(String line) {
        trace.addLast(line);
        if (trace.size() > REMEMBERED) {
            trace.removeFirst();
        }
    }

    OperatorLoop passes(int count) {
        for (int i = 0; i < count; i++) {
            pass();
        }
        return this;
    }

    OperatorLoop passFor(Duration time) {
        return passes((int) time.dividedBy(PASS));
    }

    /** Passes until {@code condition} holds; fails with the last passes when it never does. */
    OperatorLoop until(String what, Predicate<OperatorLoop> condition) {
        for (int i = 0; i < PATIENCE; i++) {
            if (condition.test(this)) {
                return this;
            }
            pass();
        }
        return fail("never: " + what + "\n" + trace());
    }

    OperatorLoop until(Class<? extends RolloutState> state) {
        return until(state.getSimpleName(), loop -> state.isInstance(loop.state()));
    }

    OperatorLoop untilStable(String revision) {
        var stable = new RolloutState.Stable(new RevisionHash(revision));
        return until(stable.toString(), loop -> loop.state().equals(stable) && loop.isAtRest());
    }

    OperatorLoop untilStep(int step) {
        return until("step " + step, loop -> loop.state() instanceof RolloutState.Progressing p && p.step() == step);
    }

    /** Whether nothing is left to do: no recheck is asked for, nothing retires, and endpoints have followed. */
    boolean isAtRest() {
        return due.isEmpty()
                && persisted.retiring().isEmpty()
                && cluster.observe().acknowledges(cluster.route())
                && (policy.gateway().isEmpty() || cluster.observe().gateway().isAcknowledged())
                && cluster.observe().all().stream().allMatch(view -> view.pods() == view.desired());
    }

    OperatorLoop want(String revision) {
        return change(draft -> draft.wanted = new RevisionHash(revision));
    }

    OperatorLoop replicas(int replicas) {
        return change(draft -> draft.replicas = replicas);
    }

    OperatorLoop paused(boolean paused) {
        return change(draft -> draft.paused = paused);
    }

    OperatorLoop strategy(Strategy strategy) {
        return change(draft -> draft.strategy = strategy);
    }

    /** Traffic comes through gateways from now on, or no longer. */
    OperatorLoop gateway(Optional<RolloutPolicy.Gateway> gateway) {
        return change(draft -> draft.gateway = gateway);
    }

    /** So many promoted revisions back one may return without steps. */
    OperatorLoop rollbackWindow(int revisions) {
        return change(draft -> draft.rollbackWindow = revisions);
    }

    /** From now on the user wants something else. */
    OperatorLoop change(Consumer<PolicyDraft> edit) {
        var draft = new PolicyDraft(policy);
        edit.accept(draft);
        policy = draft.policy();
        return this;
    }

    /** What is known of the candidate's answers from now on. */
    OperatorLoop judged(Judgement evaluation, Judgement analysis) {
        judgements = new Judgements(evaluation, analysis);
        return this;
    }

    /** Whether the wanted revision may have its first pod from now on. */
    OperatorLoop clear(Clearance known) {
        clearance = known;
        return this;
    }

    /** What recovery asks for from now on. */
    OperatorLoop rescue(Rescue asked) {
        rescue = asked;
        return this;
    }

    /** Writes the annotation and passes once, so that it is handled. */
    OperatorLoop say(String action) {
        annotation = Optional.of(action);
        pass();
        return this;
    }

    OperatorLoop annotate(String action) {
        annotation = Optional.of(action);
        return this;
    }

    /** The next pass ends after so many of its actions, and nothing of it is persisted. */
    OperatorLoop dieAfter(int actions) {
        dieAfterActions = actions;
        return this;
    }

    OperatorLoop loseStatus() {
        persisted = Rollout.fresh();
        due = Optional.of(now);
        return this;
    }

    /** What is persisted becomes what an operator wrote that kept neither steps nor promotions. */
    OperatorLoop upgrade() {
        persisted = new Rollout(
                persisted
                        .state()
                        .map(state -> state instanceof RolloutState.Progressing p ? p.on(Course.Steps.UNKNOWN) : state),
                persisted.retiring(),
                persisted.lastAction());
        due = Optional.of(now);
        return this;
    }

    OperatorLoop seeLate(int lag) {
        sightLag = lag;
        return this;
    }

    OperatorLoop jump(Duration forward) {
        now = now.plus(forward);
        return this;
    }

    RolloutState state() {
        return persisted.state().orElseGet(() -> RolloutState.Initial.start(policy.wanted(), START));
    }

    Rollout persisted() {
        return persisted;
    }

    RolloutPolicy policy() {
        return policy;
    }

    Instant now() {
        return now;
    }

    Plan plan() {
        return lastPlan.orElseThrow();
    }

    RevisionView view(String revision) {
        return cluster.observe().of(new RevisionHash(revision));
    }

    HandledAction handled() {
        return persisted.lastAction().orElseThrow();
    }

    List<String> reasons() {
        return events.stream().map(PublishEvent::reason).toList();
    }

    void forgetEvents() {
        events.clear();
    }

    String trace() {
        return String.join("\n", trace);
    }
}
