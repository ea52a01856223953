package io.modeldeployment.operator.rollout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.Action.ApplyRevision;
import io.modeldeployment.operator.rollout.Action.DeleteRevision;
import io.modeldeployment.operator.rollout.Action.SetGatewayRoute;
import io.modeldeployment.operator.rollout.Action.SetTraffic;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks on every pass what must never happen, whatever the history. */
final class InvariantMonitor {
    /** Revisions that were seen to answer well, or that got the route while nobody was to be served. */
    private final Set<RevisionHash> trusted = new HashSet<>();

    /** A revision that a person gives traffic by hand is not the planner's fault. */
    void trust(RevisionHash revision) {
        trusted.add(revision);
    }

    /** On the real cluster: a revision gets requests only after the operator has seen it answer well. */
    void afterClusterPassed(SimulatedCluster cluster) {
        for (RevisionView view : cluster.observe().all()) {
            assertTrue(
                    view.endpoints() == 0 || trusted.contains(view.hash()),
                    () -> view.hash() + " has endpoints before it was proven: " + view);
        }
        cluster.gateway
                .effective()
                .ifPresent(route -> route.weights()
                        .keySet()
                        .forEach(revision -> assertTrue(
                                trusted.contains(revision), () -> route + " before it was proven: " + revision)));
        cluster.gateway
                .effective()
                .ifPresent(route -> destinations(route.detours())
                        .forEach(revision -> assertTrue(
                                trusted.contains(revision), () -> route + " before it was proven: " + revision)));
    }

    /** On what the operator saw and is about to do. */
    void beforeActions(RolloutPolicy policy, Observation seen, Plan plan, Instant now) {
        seen.all().stream()
                .filter(view -> view.probe() instanceof Probe.Passed)
                .forEach(view -> trusted.add(view.hash()));
        Route route = plan.actions().stream()
                .filter(SetTraffic.class::isInstance)
                .map(action -> ((SetTraffic) action).route())
                .findFirst()
                .orElseThrow();
        Map<RevisionHash, Integer> replicas = plan.actions().stream()
                .filter(ApplyRevision.class::isInstance)
                .map(ApplyRevision.class::cast)
                .collect(Collectors.toMap(ApplyRevision::revision, ApplyRevision::replicas));
        if (policy.replicas() == 0 && route instanceof Route.Only(var revision)) {
            trusted.add(revision);
        }
        RolloutState state = plan.next().state().orElseThrow();
        noPodBeforeItsTime(policy.wanted(), seen, state, replicas);
        assertTrue(plan.weight() >= 0 && plan.weight() <= 100, "weight " + plan.weight());
        assertFalse(plan.message().isBlank(), "a message");
        if (!route.equals(seen.route())) {
            routeChanges(policy, seen, route, state);
            noPodIsLost(seen, plan, replicas);
        }
        plan.actions().stream()
                .filter(SetGatewayRoute.class::isInstance)
                .map(action -> ((SetGatewayRoute) action).route())
                .peek(wanted -> wanted.ifPresent(next -> detoursAreEarned(seen, next.detours(), state)))
                .filter(wanted -> !wanted.equals(seen.gateway().route()))
                .forEach(wanted -> {
                    noPodIsLost(seen, plan, replicas);
                    wanted.ifPresent(change -> weightsChange(policy, seen, change, state));
                });
        scalingKeepsCapacity(policy, seen, route, replicas);
        replicas.forEach((revision, count) -> {
            if (count == 0 && seen.of(revision).desired() > 0 && policy.replicas() > 0) {
                retiredOnly(seen.of(revision), seen, plan, now);
            }
        });
        plan.actions().stream()
                .filter(DeleteRevision.class::isInstance)
                .map(action -> ((DeleteRevision) action).revision())
                .forEach(deleted -> {
                    assertTrue(seen.of(deleted).isGone(), () -> "deletes " + deleted + " with pods");
                    assertFalse(deleted.equals(policy.wanted()), () -> "deletes the wanted " + deleted);
                    assertFalse(state.involves(deleted), () -> "deletes " + deleted + ", which takes part");
                    assertFalse(seen.gateway().mayReach(deleted), () -> "deletes " + deleted + ", which has a route");
                });
    }

    /** What comes anew gets its first pod only once it is cleared. */
    private static void noPodBeforeItsTime(
            RevisionHash wanted, Observation seen, RolloutState state, Map<RevisionHash, Integer> replicas) {
        boolean comes = state instanceof RolloutState.Initial || state instanceof RolloutState.Progressing;
        if (comes && seen.of(wanted).isGone() && !(seen.clearance() instanceof Clearance.Cleared)) {
            assertTrue(replicas.getOrDefault(wanted, 0) == 0, () -> "pods of " + wanted + " before it is cleared");
        }
    }

    /** A pass that changes the route takes no pods away (rules 8 and 9). */
    private static void noPodIsLost(Observation seen, Plan plan, Map<RevisionHash, Integer> replicas) {
        replicas.forEach((revision, count) -> assertTrue(
                count >= seen.of(revision).desired(), () -> "route change and pod loss of " + revision + ": " + plan));
        assertTrue(plan.actions().stream().noneMatch(DeleteRevision.class::isInstance), "route change and deletion");
    }

    /** Traffic goes only where pods are proven, and nobody who is served loses the service (I3, rule 7). */
    private void routeChanges(RolloutPolicy policy, Observation seen, Route route, RolloutState state) {
        if (policy.replicas() == 0) {
            return;
        }
        seen.all().stream()
                .filter(view -> route.reaches(view.hash()) && !seen.route().reaches(view.hash()))
                .filter(view -> !view.isGone())
                .forEach(view -> assertTrue(
                        trusted.contains(view.hash()), () -> route + " reaches unproven " + view + " in " + state));
        int before = reached(seen, seen.route());
        int after = reached(seen, route);
        boolean harmful = state instanceof RolloutState.RollingBack(var _, var _, var abort)
                && abort.cause().harmful();
        boolean late = state instanceof RolloutState.RollingBack;
        int needed = harmful || late || isDynamic(policy) ? 1 : floor(policy, seen);
        boolean first = state instanceof RolloutState.Initial;
        assertTrue(
                after >= Math.min(before, first ? 1 : needed),
                () -> "from " + seen.route() + " to " + route + " leaves " + after + " of " + before + " pods in "
                        + state);
        if (route instanceof Route.Shared
                && state instanceof RolloutState.Progressing p
                && seen.route().equals(new Route.Only(p.stable()))) {
            int weight = policy.strategy().weightAt(p.step());
            assertTrue(
                    seen.of(p.candidate()).available()
                            <= ReplicaSplit.nearest(policy.replicas(), weight).candidate(),
                    () -> "more candidate pods than " + weight + " % share the traffic");
        }
    }

    /** A share grows only where pods are proven and a gateway can find them (rules 7 and 10). */
    private void weightsChange(RolloutPolicy policy, Observation seen, GatewayRoute wanted, RolloutState state) {
        int sum = wanted.weights().values().stream().mapToInt(weight -> weight).sum();
        assertTrue(sum == 100 && wanted.weights().values().stream().allMatch(weight -> weight > 0), wanted::toString);
        if (policy.replicas() == 0) {
            trusted.addAll(wanted.weights().keySet());
            return;
        }
        wanted.weights().forEach((revision, weight) -> {
            int before =
                    seen.gateway().route().map(now -> now.weightOf(revision)).orElse(0);
            RevisionView view = seen.of(revision);
            boolean nobody = seen.all().stream().noneMatch(other -> other.backing() > 0);
            // The way back of what reaches nobody who serves; the candidate needs more than that.
            boolean returns = state instanceof RolloutState.RollingBack(var stable, var _, var _)
                    && stable.equals(revision)
                    && seen.all().stream().noneMatch(other -> other.backing() > 0 && isReached(other, seen));
            assertTrue(
                    weight <= before || nobody || returns || trusted.contains(revision) && view.backing() > 0,
                    () -> revision + " gets " + weight + " % and is not proven in " + state + ": " + view);
            boolean backToStable =
                    state.stableRevision().filter(revision::equals).isPresent();
            boolean lonely = state.stableRevision()
                    .filter(stable -> seen.of(stable).backing() > 0)
                    .isEmpty();
            assertTrue(
                    weight <= before
                            || backToStable
                            || lonely
                            || state instanceof RolloutState.Initial
                            || view.backing()
                                    >= ReplicaSplit.sized(policy.replicas(), weight)
                                            - policy.replicas()
                                            + floor(policy, seen),
                    () -> revision + " gets " + weight + " % with too few pods in " + state + ": " + view);
        });
        if (state instanceof RolloutState.RollingBack(var _, var candidate, var _)) {
            assertTrue(
                    wanted.weightOf(candidate)
                            <= seen.gateway()
                                    .route()
                                    .map(now -> now.weightOf(candidate))
                                    .orElse(0),
                    () -> "the candidate gains weight on the way back: " + wanted);
        }
    }

    private static boolean isReached(RevisionView view, Observation seen) {
        return seen.gateway()
                .route()
                .filter(now -> now.weightOf(view.hash()) > 0)
                .isPresent();
    }

    /** Requests beside the weight go to a proven candidate with pods, while it goes through its steps (rule 12). */
    private void detoursAreEarned(Observation seen, Detours detours, RolloutState state) {
        Detours before = seen.gateway().route().map(GatewayRoute::detours).orElse(Detours.NONE);
        destinations(detours).forEach(revision -> {
            RevisionView view = seen.of(revision);
            assertTrue(
                    state instanceof RolloutState.Progressing p && p.candidate().equals(revision),
                    () -> detours + " in " + state);
            assertTrue(
                    trusted.contains(revision) && view.backing() > 0,
                    () -> detours + " without a proven pod behind: " + view);
        });
        assertTrue(
                detours.equals(detours.among(before)) || seen.gateway().isAcknowledged(),
                () -> detours + " before the last change is acknowledged");
    }

    private static Stream<RevisionHash> destinations(Detours detours) {
        return Stream.concat(
                detours.mirror().stream().map(Detours.Mirror::to),
                detours.headers().stream().map(Detours.HeaderRoute::to));
    }

    private static boolean isDynamic(RolloutPolicy policy) {
        return policy.gateway()
                .filter(gateway -> gateway.dynamicStableScale() || replaces(policy))
                .isPresent();
    }

    private static boolean replaces(RolloutPolicy policy) {
        return (policy.surge() == Surge.AUTO || policy.surge() == Surge.REPLACE) && policy.replicas() > 1;
    }

    /** Rule 19: one pod less than wanted, and only where there is no room for one more. */
    private static int floor(RolloutPolicy policy, Observation seen) {
        boolean mayMissOne = replaces(policy)
                && (policy.surge() == Surge.REPLACE || seen.room().more() <= 0);
        return mayMissOne ? policy.replicas() - 1 : policy.replicas();
    }

    private static int reached(Observation seen, Route route) {
        return seen.all().stream()
                .filter(view -> route.reaches(view.hash()))
                .mapToInt(RevisionView::lasting)
                .sum();
    }

    /** Scaling leaves as many available pods in the traffic as are wanted, or as there were. */
    private static void scalingKeepsCapacity(
            RolloutPolicy policy, Observation seen, Route route, Map<RevisionHash, Integer> replicas) {
        if (!route.equals(seen.route())) {
            return;
        }
        int before = reached(seen, route);
        int needed = isDynamic(policy) ? Math.min(1, policy.replicas()) : floor(policy, seen);
        int after = seen.all().stream()
                .filter(view -> route.reaches(view.hash()))
                .mapToInt(view -> Math.min(view.available(), replicas.getOrDefault(view.hash(), view.desired())))
                .sum();
        int promised = seen.all().stream()
                .filter(view -> route.reaches(view.hash()))
                .mapToInt(RevisionView::lasting)
                .sum();
        assertTrue(
                after >= Math.min(promised, needed),
                () -> "scaling to " + replicas + " leaves " + after + " of " + before + " pods in the traffic");
    }

    /** Pods of a revision all go only after it lost the route, its endpoints, and the delay is over (I4). */
    private static void retiredOnly(RevisionView view, Observation seen, Plan plan, Instant now) {
        assertFalse(seen.route().reaches(view.hash()), () -> "scales " + view + " to zero, which the route reaches");
        assertTrue(view.endpoints() == 0, () -> "scales " + view + " to zero, which has endpoints");
        assertFalse(
                seen.gateway().mayReach(view.hash()), () -> "scales " + view + " to zero, which a gateway may reach");
        assertTrue(
                plan.next().retiring().stream()
                        .anyMatch(entry -> entry.revision().equals(view.hash())
                                && !entry.scaleDownAt().isAfter(now)),
                () -> "scales " + view + " to zero before its delay is over");
    }
}
