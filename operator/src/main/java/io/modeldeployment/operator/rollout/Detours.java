package io.modeldeployment.operator.rollout;

import java.util.List;
import java.util.Optional;

/**
 * Requests that come to the candidate beside its weight, where the gateways can do that.
 *
 * @param mirror copies of the requests, whose answers nobody gets
 * @param headers requests that say by their headers whom they want, in the order of the steps
 */
public record Detours(Optional<Mirror> mirror, List<HeaderRoute> headers) {
    /** Everything goes by weight. */
    public static final Detours NONE = new Detours(Optional.empty(), List.of());

    /** Copies of {@code percent} of the requests, in 1..100, go to a revision. */
    public record Mirror(RevisionHash to, int percent) {}

    /** Requests that have all of these headers go to a revision. */
    public record HeaderRoute(RevisionHash to, List<HeaderMatch> matches) {
        public HeaderRoute {
            matches = List.copyOf(matches);
        }
    }

    /** A header and what it has to be: a value, or a regular expression of the gateway's kind. */
    public record HeaderMatch(String name, String value, boolean isPattern) {}

    public Detours {
        headers = List.copyOf(headers);
    }

    /** Whether requests or copies of them can come to {@code revision}. */
    boolean reach(RevisionHash revision) {
        return mirror.filter(copies -> copies.to().equals(revision)).isPresent()
                || headers.stream().anyMatch(route -> route.to().equals(revision));
    }

    /** The share in percent that is mirrored. */
    int mirrored() {
        return mirror.map(Mirror::percent).orElse(0);
    }

    /** What of these is there in {@code now} already, so that nobody gets more than he has. */
    Detours among(Detours now) {
        return new Detours(
                mirror.flatMap(wanted -> now.mirror()
                        .filter(has -> has.to().equals(wanted.to()))
                        .map(has -> new Mirror(wanted.to(), Math.min(has.percent(), wanted.percent())))),
                headers.stream().filter(now.headers()::contains).toList());
    }
}
