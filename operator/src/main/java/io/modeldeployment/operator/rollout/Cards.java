package io.modeldeployment.operator.rollout;

import java.util.Optional;

/**
 * What room for devices allows of a rollout's pods (rule 19): the candidate gets a pod once there is room for it; where there is
 * none, stable gives one up for it, whose device is free only when that pod is gone.
 *
 * <p>Invariants: at most one pod less than {@code replicas} serves because of it; a candidate that has to wait for devices of
 * others has none itself, so that no two wait for each other.
 *
 * @param stable who may give pods up
 * @param candidate who needs room
 */
record Cards(Situation situation, RevisionHash stable, RevisionHash candidate) {

    /** Whether stable may give pods up. With a single one there is none to give. */
    boolean replaces() {
        return (surge() == Surge.AUTO || surge() == Surge.REPLACE) && replicas() > 1;
    }

    /** Whether nothing is free and stable gives pods up, so that one less than {@code replicas} will do. */
    boolean isTight() {
        return replaces() && more() <= 0;
    }

    /** Pods that have to serve at least before another may stop. */
    int floor() {
        return isTight() ? replicas() - 1 : replicas();
    }

    /** As many of the {@code needed} candidate pods as there is room for in the end, while stable keeps {@code kept}. */
    int attainable(int needed, int kept) {
        return replaces() ? Math.max(1, Math.min(needed, total() - kept)) : needed;
    }

    /** As many of the {@code needed} candidate pods as there is room for while all traffic is stable's. */
    int attainableBeforeTraffic(int needed) {
        return attainable(needed, total() > replicas() ? replicas() : replicas() - 1);
    }

    /** Candidate pods before which it may have all traffic: one is missing where stable's last one has its device. */
    int enough() {
        return attainable(situation.policy().fullReplicas(), 1);
    }

    /** Whether there is no room for a whole second set of pods, so that both have to serve for a while. */
    boolean mustShare() {
        return replaces() && total() - replicas() < situation.policy().fullReplicas();
    }

    /** Pods in all that a step may ask for: one more than {@code replicas} if there is room for it. */
    int most() {
        int surging = situation.policy().fullReplicas() + 1;
        return replaces() ? Math.min(surging, total()) : surging;
    }

    /** Pods that the candidate may be asked to have now, where it shall have {@code wanted}. */
    int candidate(int wanted) {
        int desired = candidateView().desired();
        if (surge() == Surge.FREE) {
            return wanted;
        }
        if (wanted <= desired) {
            // A pod without a node stays in the scheduler's line, and tells where nodes cannot be seen.
            int homeless = Math.max(0, -situation.seen().room().more());
            return replaces() && homeless > 0 && desired - homeless <= wanted ? desired : wanted;
        }
        return desired + Math.clamp(more(), 0, wanted - desired);
    }

    /**
     * Pods that stable shall have now.
     *
     * @param base what it shall have where there is room
     * @param wanted pods that the candidate shall have
     * @param least what it may not go below
     */
    int stable(int base, int wanted, int least) {
        if (!replaces() || situation.holdsBack(candidate)) {
            return base;
        }
        int desired = stableView().desired();
        int asked = Math.max(0, wanted - candidateView().desired());
        // With a device to spare, pods are exchanged one for one as they come to serve, and nobody has to go ahead.
        boolean isExchanged = situation.policy().gateway().isEmpty() && total() > replicas();
        int lacking = isTight() && !isExchanged ? asked - more() - coming() : 0;
        // Where nobody knows what is free, a pod that stable asked back would take the device that it gave up.
        int left = more() < Room.PLENTY.more() ? Math.max(0, more() - asked) : 0;
        int roomFor = lacking > 0 ? desired - lacking : desired + left;
        return Math.min(base, Math.max(least, roomFor));
    }

    /** Whether the candidate has no device and waits for one: time that passes then is nobody's fault (rule 6). */
    boolean isEmptyHanded() {
        return surge() != Surge.FREE && candidateView().desired() + Math.min(0, more()) <= 0;
    }

    /** What is waited for where there is too little room for {@code needed} candidate pods. */
    Optional<String> waitingFor(int needed) {
        if (surge() == Surge.FREE || candidateView().desired() + more() >= needed) {
            return Optional.empty();
        }
        String why = situation.seen().room().why();
        String what = replaces()
                ? "the device of a pod that " + stable + " gives up for one of " + candidate
                : "room for pods of " + candidate;
        return Optional.of(what + (why.isEmpty() ? "" : " (" + why + ")"));
    }

    /** Room for more candidate pods; one that only replaces takes none that others could have. */
    private int more() {
        int more = situation.seen().room().more();
        return surge() == Surge.REPLACE && replaces() ? Math.min(more, replicas() - held()) : more;
    }

    /** Pods of both that there are devices for, in hand, on their way or free; never fewer than ran before. */
    private int total() {
        return Math.max(replicas(), stableView().desired() + candidateView().desired() + more() + coming());
    }

    /** Pods that are on their way out and still have their devices. */
    private int coming() {
        return situation.seen().all().stream()
                .mapToInt(view -> takesPart(view) ? Math.max(0, view.pods() - view.desired()) : occupied(view))
                .sum();
    }

    private int held() {
        return situation.seen().all().stream().mapToInt(Cards::occupied).sum();
    }

    private boolean takesPart(RevisionView view) {
        return view.hash().equals(stable) || view.hash().equals(candidate);
    }

    private static int occupied(RevisionView view) {
        return Math.max(view.pods(), view.desired());
    }

    private RevisionView stableView() {
        return situation.seen().of(stable);
    }

    private RevisionView candidateView() {
        return situation.seen().of(candidate);
    }

    private Surge surge() {
        return situation.policy().surge();
    }

    private int replicas() {
        return situation.policy().replicas();
    }
}
