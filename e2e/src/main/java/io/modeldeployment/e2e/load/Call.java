package io.modeldeployment.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One request and what became of it.
 *
 * @param sentAt when it was sent
 * @param latency from then to the last byte of the answer, or to the failure
 * @param repeated whether it was sent again, since the kept connection was closed while it lay idle
 * @param outcome what came back
 */
public record Call(Instant sentAt, Duration latency, boolean repeated, Outcome outcome) {
    /** What a client sees of a request. */
    public sealed interface Outcome {
        /** The server answered. */
        record Answered(int status, String body) implements Outcome {}

        /** No answer came; {@code cause} says why. */
        record Broken(String cause) implements Outcome {}
    }

    /** Whether the client has got what it asked for: anything but a 200 counts as failed. */
    public boolean succeeded() {
        return outcome instanceof Outcome.Answered answered && answered.status() == 200;
    }

    /** The body of a good answer; empty when it failed. */
    public Optional<String> answer() {
        return outcome instanceof Outcome.Answered(int status, var body) && status == 200
                ? Optional.of(body)
                : Optional.empty();
    }

    /** Why it failed; empty when it did not. */
    public Optional<String> failure() {
        return switch (outcome) {
            case Outcome.Answered(int status, var _) when status == 200 -> Optional.empty();
            case Outcome.Answered(int status, var body) -> Optional.of("HTTP " + status + " " + body.strip());
            case Outcome.Broken(var cause) -> Optional.of(cause);
        };
    }
}
