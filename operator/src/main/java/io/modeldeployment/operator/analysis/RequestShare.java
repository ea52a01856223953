package io.modeldeployment.operator.analysis;

import java.time.Duration;
import java.util.Optional;

/**
 * What share of the requests a candidate really answered lately, in percent.
 *
 * @param shown what the status shall say, though nothing else changes in it; it moves seldom
 * @param latest what it may say as well when it is written anyway
 * @param recheckAfter when to look again; empty where nothing is counted
 */
public record RequestShare(Optional<Integer> shown, Optional<Integer> latest, Optional<Duration> recheckAfter) {
    /** No candidate gets requests. */
    public static final RequestShare NONE = new RequestShare(Optional.empty(), Optional.empty(), Optional.empty());
}
