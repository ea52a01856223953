package io.modeldeployment.operator.schedule;

import java.util.Collection;
import java.util.List;

/**
 * The line of those who want devices. Whoever is ahead keeps what is free until it has all it asks for, so that many small
 * rollouts never starve a large one; it keeps nothing for which that would not be enough even with all that rollouts under way
 * give back, so that a large one that may wait for ever starves no small one.
 */
public final class Line {
    private Line() {}

    /**
     * {@code pool} without what those ahead of {@code own} in the {@code line} keep for themselves.
     *
     * @param lasting the pool once rollouts under way have given back what they have beside their replicas
     */
    public static Pool leftFor(Ticket own, Collection<Ticket> line, Pool pool, Pool lasting) {
        List<Ticket> ahead = line.stream()
                .filter(ticket -> !ticket.id().equals(own.id()) && Ticket.ORDER.compare(ticket, own) < 0)
                .sorted(Ticket.ORDER)
                .toList();
        Pool left = pool;
        for (Ticket ticket : ahead) {
            if (ticket.started() || lasting.vacancy(ticket.demand()).pods() >= ticket.pods()) {
                left = left.with(ticket.demand(), ticket.pods());
            }
        }
        return left;
    }
}
