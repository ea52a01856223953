package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.Optional;

/** One step of a strategy; blue-green and canary differ only in their steps. */
public sealed interface Step {
    /** Gives the candidate a share of the traffic, {@code percent} in 0..100, by the ratio of replicas. */
    record SetWeight(int percent) implements Step {}

    /** Starts candidate pods behind the preview Service, without traffic. */
    record Preview(int replicas) implements Step {}

    /** Waits for {@code duration}, or for a person when it is empty. */
    record Pause(Optional<Duration> duration) implements Step {}
}
