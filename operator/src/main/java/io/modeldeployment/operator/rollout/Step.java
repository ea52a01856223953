package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One step of a strategy; blue-green and canary differ only in their steps. */
public sealed interface Step {
    /** Gives the candidate a share of the traffic, {@code percent} in 0..100, by the ratio of replicas. */
    record SetWeight(int percent) implements Step {}

    /** Starts candidate pods behind the preview Service, without traffic. */
    record Preview(int replicas) implements Step {}

    /** Sends copies of {@code percent} of the requests, in 0..100, to the candidate; gateways alone can do that. */
    record SetMirror(int percent) implements Step {}

    /** Sends requests with all of these headers to the candidate; without any, the route of that name ends. */
    record SetHeaderRoute(String name, List<Detours.HeaderMatch> matches) implements Step {
        public SetHeaderRoute {
            matches = List.copyOf(matches);
        }
    }

    /** Gives the candidate pods that its weight does not ask for, from here on. */
    record Scale(Sizing pods) implements Step {}

    /** Waits for {@code duration}, or for a person when it is empty. */
    record Pause(Optional<Duration> duration) implements Step {}

    /** Waits until the candidate has answered the golden set well enough. */
    record Evaluate() implements Step {}

    /**
     * Waits until the comparison under traffic shows the candidate to be no worse.
     *
     * @param goesOnUnclear goes on when it is shown neither good nor bad in time, instead of waiting for a person
     */
    record Analyze(boolean goesOnUnclear) implements Step {}

    /**
     * The step in a few words, by which a change of it is told. They are persisted: other words for the same step would
     * send rollouts back that are under way when the operator is upgraded. Pods of a preview follow the replicas and how
     * an analysis ends follows the strategy, so neither makes another step.
     */
    default String words() {
        return switch (this) {
            case SetWeight(int percent) -> "setWeight " + percent;
            case Preview _ -> "preview";
            case Scale(var pods) -> "scale " + pods.words();
            case Pause(var duration) ->
                duration.map(time -> "pause " + time.toSeconds() + "s").orElse("pause");
            case SetMirror(int percent) -> "setMirror " + percent;
            case SetHeaderRoute(var name, var matches) ->
                Stream.concat(
                                Stream.of("setHeaderRoute " + name),
                                matches.stream().map(Step::words))
                        .collect(Collectors.joining(" "));
            case Evaluate _ -> "evaluate";
            case Analyze _ -> "analysis";
        };
    }

    private static String words(Detours.HeaderMatch match) {
        return match.name() + (match.isPattern() ? "~" : "=") + match.value();
    }
}
