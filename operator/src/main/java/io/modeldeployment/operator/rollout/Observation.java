package io.modeldeployment.operator.rollout;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a decision rests on, read in one go.
 *
 * @param revisions every revision that exists, by hash
 * @param route whose pods the main Service selects now
 * @param gateway the HTTPRoute and what the gateways make of it
 * @param judgements what is known of the candidate's answers
 * @param clearance whether the wanted revision may have its first pod
 * @param rescue what recovery asks for
 * @param room for more pods of the candidate
 */
public record Observation(
        Map<RevisionHash, RevisionView> revisions,
        Route route,
        GatewayView gateway,
        Judgements judgements,
        Clearance clearance,
        Rescue rescue,
        Room room) {
    public Observation {
        revisions = Map.copyOf(revisions);
    }

    /** Without a gateway. */
    public Observation(Map<RevisionHash, RevisionView> revisions, Route route) {
        this(revisions, route, GatewayView.none());
    }

    /** Without judgements. */
    public Observation(Map<RevisionHash, RevisionView> revisions, Route route, GatewayView gateway) {
        this(revisions, route, gateway, Judgements.NONE, new Clearance.Cleared(), new Rescue.None(), Room.PLENTY);
    }

    /** The same with what is known of the candidate's answers. */
    public Observation judged(Judgements known) {
        return new Observation(revisions, route, gateway, known, clearance, rescue, room);
    }

    /** The same with whether the wanted revision may have its first pod. */
    public Observation cleared(Clearance known) {
        return new Observation(revisions, route, gateway, judgements, known, rescue, room);
    }

    /** The same with what recovery asks for. */
    public Observation rescued(Rescue asked) {
        return new Observation(revisions, route, gateway, judgements, clearance, asked, room);
    }

    /** What {@code wanted}, the revision that the spec asks for, waits for before its first pod. */
    public Optional<Clearance.Awaited> awaited(RevisionHash wanted) {
        return of(wanted).isGone() && clearance instanceof Clearance.Awaited awaited
                ? Optional.of(awaited)
                : Optional.empty();
    }

    /** Why {@code wanted}, the revision that the spec asks for, shall never have a pod. */
    Optional<Clearance.Refused> refused(RevisionHash wanted) {
        return of(wanted).isGone() && clearance instanceof Clearance.Refused refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    /** The same with what room there is for the candidate's pods. */
    public Observation with(Room known) {
        return new Observation(revisions, route, gateway, judgements, clearance, rescue, known);
    }

    /** Whether the rollout waits at the step for a person, since a judgement is unclear. */
    public boolean waitsForAPerson(Strategy strategy, int step) {
        boolean byStep = strategy.isJudged(step)
                && judgements.at(strategy.steps().get(step)).orElse(null) instanceof Judgement.Unclear;
        boolean byAnalysis = step < strategy.steps().size()
                && !strategy.goesOnUnclear()
                && judgements.analysis() instanceof Judgement.Unclear;
        return byStep || byAnalysis;
    }

    /** The revision, or an absent one. */
    public RevisionView of(RevisionHash hash) {
        return revisions.getOrDefault(hash, RevisionView.absent(hash));
    }

    /** Whether the revision exists, with or without pods. */
    boolean exists(RevisionHash hash) {
        return revisions.containsKey(hash);
    }

    /** Every revision that exists. */
    public Collection<RevisionView> all() {
        return revisions.values();
    }

    /** Whether a request may come to the revision: by the Service, by its endpoints that lag behind, or by a gateway. */
    public boolean mayReach(RevisionHash revision) {
        return route.reaches(revision) || of(revision).endpoints() > 0 || gateway.mayReach(revision);
    }

    /**
     * Whether {@code wanted} is the route and the endpoints have followed it: nobody who lost the traffic has an
     * endpoint left, and whoever has pods to serve with has one.
     */
    boolean acknowledges(Route wanted) {
        return route.equals(wanted)
                && all().stream()
                        .allMatch(revision -> wanted.reaches(revision.hash())
                                ? revision.available() == 0 || revision.endpoints() > 0
                                : revision.endpoints() == 0);
    }
}
