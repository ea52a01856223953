package io.modeldeployment.operator.rollout;

import java.util.Optional;

/** Plays the gateways: what they do and what they say of it both lag behind the HTTPRoute, in either order. */
final class SimulatedGateway {
    /** What the gateways make of a change. */
    enum Mood {
        /** They take it up, and say so. */
        GOOD,
        /** They go on as before, and say that they don't take it. */
        REFUSES,
        /** They go on as before, and say nothing. */
        SILENT
    }

    /** After how many passes a change is in use, and after how many it is acknowledged. */
    record Pace(int apply, int acknowledge) {}

    private Pace pace = new Pace(2, 1);
    private Mood mood = Mood.GOOD;
    private boolean installed = true;
    private Optional<GatewayRoute> written = Optional.empty();
    private Optional<GatewayRoute> effective = Optional.empty();
    private int age;
    private Optional<Boolean> accepted = Optional.empty();

    void write(Optional<GatewayRoute> route) {
        if (installed && !route.equals(written)) {
            written = route;
            age = 0;
            accepted = Optional.empty();
        }
    }

    void pass() {
        age++;
        if (mood == Mood.GOOD && age > pace.apply()) {
            effective = written;
        }
        if (mood != Mood.SILENT && age > pace.acknowledge() && written.isPresent()) {
            accepted = Optional.of(mood == Mood.GOOD);
        }
    }

    /** What an operator would read. */
    GatewayView view() {
        if (!installed) {
            return new GatewayView(
                    Optional.empty(), new Programming.Unavailable("NotInstalled", "install the Gateway API's CRDs"));
        }
        if (written.isEmpty()) {
            return GatewayView.none();
        }
        Programming programming = accepted.<Programming>map(good ->
                        good ? new Programming.Programmed() : new Programming.Refused("NotAccepted", "no listener"))
                .orElseGet(() -> new Programming.Pending("Waiting", "gateway edge has not answered yet"));
        return new GatewayView(written, programming);
    }

    /** Whom requests reach now. */
    Optional<GatewayRoute> effective() {
        return effective;
    }

    void keepPace(Pace other) {
        pace = other;
    }

    void feel(Mood other) {
        mood = other;
        loseStatus();
    }

    /** The status is gone, as when a controller starts anew; what is in use stays in use. */
    void loseStatus() {
        accepted = Optional.empty();
        age = 0;
    }

    /** Whether the API server knows HTTPRoutes; without them there is no route either. */
    void install(boolean known) {
        installed = known;
        if (!known) {
            written = Optional.empty();
            effective = Optional.empty();
            accepted = Optional.empty();
        }
    }
}
