package io.modeldeployment.operator.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the pods of every ModelDeployment answered last: where nobody's pods answer, the node or the network is at fault, and no
 * pod is restarted for it.
 */
public final class Fleet {
    /** Older answers say nothing about now. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** One answer says nothing about a network. */
    private static final int ENOUGH = 2;

    private final Map<String, Seen> last = new ConcurrentHashMap<>();

    /** One pod: where it runs, and whether its last probe went well. */
    public record Member(String node, boolean well) {}

    private record Seen(Instant at, List<Member> pods) {}

    /** Remembers the pods of the ModelDeployment with this UID. */
    public void saw(String uid, Collection<Member> pods, Instant now) {
        last.values().removeIf(seen -> isStale(seen, now));
        last.put(uid, new Seen(now, List.copyOf(pods)));
    }

    /** What is at fault, in words, if it is not the ModelDeployment with this UID. */
    public Optional<String> elsewhere(String uid, Instant now) {
        List<Member> others = last.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(uid) && !isStale(entry.getValue(), now))
                .flatMap(entry -> entry.getValue().pods().stream())
                .toList();
        boolean network = others.size() >= ENOUGH && others.stream().noneMatch(Member::well);
        return network
                ? Optional.of(
                        "no pod of any other ModelDeployment answers the operator either: the network may be at fault")
                : nodesOfFailing(uid)
                        .filter(node -> isDead(node, others))
                        .findFirst()
                        .map(node -> "no pod of any other ModelDeployment on node " + node
                                + " answers either: the node may be at fault");
    }

    private Stream<String> nodesOfFailing(String uid) {
        return Optional.ofNullable(last.get(uid)).stream()
                .flatMap(seen -> seen.pods().stream())
                .filter(pod -> !pod.well())
                .map(Member::node)
                .distinct();
    }

    private static boolean isDead(String node, List<Member> others) {
        List<Member> there =
                others.stream().filter(pod -> pod.node().equals(node)).toList();
        return !there.isEmpty() && there.stream().noneMatch(Member::well);
    }

    private static boolean isStale(Seen seen, Instant now) {
        return Duration.between(seen.at(), now).compareTo(FRESH) > 0;
    }
}
