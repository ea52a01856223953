package io.modeldeployment.operator.rollout;

import java.util.Optional;

/**
 * The HTTPRoute as it was last seen, and what the gateways make of it.
 *
 * @param route what it says; empty: there is none
 * @param programming whether that is what the gateways do
 */
public record GatewayView(Optional<GatewayRoute> route, Programming programming) {
    /** No HTTPRoute is there. */
    public static GatewayView none() {
        return new GatewayView(Optional.empty(), new Programming.Pending("NoRoute", "there is no HTTPRoute yet"));
    }

    /** Whether the HTTPRoute says {@code wanted} and every gateway has acknowledged that (rule 11). */
    boolean acknowledges(GatewayRoute wanted) {
        return isAcknowledged() && route.equals(Optional.of(wanted));
    }

    /** Whether the gateways do what the HTTPRoute says. */
    public boolean isAcknowledged() {
        return programming instanceof Programming.Programmed;
    }

    /** Whether an HTTPRoute can be written at all. */
    boolean isWritable() {
        return !(programming instanceof Programming.Unavailable);
    }

    /** Whether a gateway may send requests to {@code revision}: what is not acknowledged may be as it was before. */
    boolean mayReach(RevisionHash revision) {
        return route.filter(now -> now.reaches(revision) || !isAcknowledged()).isPresent();
    }

    /** Why the gateways are waited for, in words; empty when they are not. */
    public Optional<String> problem() {
        return switch (programming) {
            case Programming.Programmed() -> Optional.empty();
            case Programming.Pending(var _, var message) -> Optional.of(message);
            case Programming.Refused(var _, var message) -> Optional.of(message);
            case Programming.Unavailable(var _, var message) -> Optional.of(message);
        };
    }
}
