package io.modeldeployment.operator.schedule;

import java.time.Instant;
import java.util.Comparator;

/**
 * A place in the line for devices.
 *
 * @param id whose, equal to that of nobody else
 * @param started whether who has it holds devices already: these go first, so that what they hold comes back
 * @param priority of the pods' PriorityClass; the higher goes first
 * @param since from when they wait; the longer goes first
 * @param demand of each pod
 * @param pods that it may ask for yet
 * @param surplus pods beyond those at rest, which it gives back in the end
 */
public record Ticket(String id, boolean started, int priority, Instant since, Demand demand, int pods, int surplus) {
    /** Who goes first. */
    static final Comparator<Ticket> ORDER = Comparator.comparing((Ticket ticket) -> !ticket.started())
            .thenComparing(Comparator.comparingInt(Ticket::priority).reversed())
            .thenComparing(Ticket::since)
            .thenComparing(Ticket::id);
}
