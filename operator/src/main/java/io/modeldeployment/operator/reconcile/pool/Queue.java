package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.schedule.Line;
import io.modeldeployment.operator.schedule.PodView;
import io.modeldeployment.operator.schedule.Pool;
import io.modeldeployment.operator.schedule.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The line of all ModelDeployments of this operator that want devices. Looking and taking one's place is one step, so what one
 * was told to have nobody else is told.
 */
final class Queue {
    /** The reason of the condition Schedulable while one waits; since when it says so is the time of waiting. */
    static final String REASON = "Queued";

    /** Who is under way looks every two seconds; who does not come any more is gone. */
    private static final Duration ABSENCE = Duration.ofSeconds(60);

    /** A new operator knows nobody: it lets all come before it gives anything to who only waits. */
    private static final Duration ASSEMBLY = Duration.ofSeconds(10);

    private record Place(Ticket ticket, Instant seen) {}

    private final Map<String, Place> places = new HashMap<>();
    private Optional<Instant> opened = Optional.empty();

    /** What is left of {@code pool} for {@code own}, which takes its place. */
    synchronized Pool join(Ticket own, Pool pool, ClusterSight.Seen seen, Instant now) {
        Instant open = opened.orElse(now);
        opened = Optional.of(open);
        places.put(own.id(), new Place(own, now));
        places.values().removeIf(place -> place.seen().plus(ABSENCE).isBefore(now));
        List<Ticket> line = places.values().stream().map(Place::ticket).toList();
        boolean assembles = !own.started() && now.isBefore(open.plus(ASSEMBLY));
        return assembles
                ? pool.with(own.demand(), Integer.MAX_VALUE)
                : Line.leftFor(own, line, pool, lasting(line, seen));
    }

    /** The nodes with what stays on them: without pods that end, and those that rollouts give back. */
    private static Pool lasting(List<Ticket> line, ClusterSight.Seen seen) {
        Map<String, Integer> givenBack = line.stream().collect(Collectors.toMap(Ticket::id, Ticket::surplus));
        var staying = new ArrayList<PodView>();
        for (PodLedger.Entry entry : seen.pods()) {
            boolean goes = entry.view().node().isEmpty()
                    || !entry.view().waits()
                    || entry.owner()
                            .filter(owner -> givenBack.merge(owner, -1, Integer::sum) >= 0)
                            .isPresent();
            if (!goes) {
                staying.add(entry.view());
            }
        }
        return Pool.of(seen.nodes(), staying, 0);
    }

    synchronized void leave(ModelDeployment resource) {
        places.remove(id(resource));
    }

    /** Who stands in it. */
    synchronized List<ResourceID> all() {
        return places.keySet().stream()
                .map(id -> id.split("/", 2))
                .map(parts -> new ResourceID(parts[1], parts[0]))
                .toList();
    }

    static String id(ModelDeployment resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    /** From when {@code resource} has waited, as its status keeps it. */
    static Instant since(ModelDeployment resource, Instant now) {
        return Optional.ofNullable(resource.getStatus()).map(status -> status.conditions()).stream()
                .flatMap(List::stream)
                .filter(condition -> REASON.equals(condition.getReason()))
                .map(Condition::getLastTransitionTime)
                .flatMap(Stream::ofNullable)
                .map(Instant::parse)
                .findFirst()
                .orElse(now);
    }
}
