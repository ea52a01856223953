package io.modeldeployment.operator.schedule;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one pod needs of a node.
 *
 * @param requests of all its containers, and one of {@code pods}
 * @param nodeSelector labels that the node must carry
 * @param apartFrom names of nodes that will not do, since pods run there that it keeps off
 */
public record Demand(
        Amounts requests, Map<String, String> nodeSelector, List<Tolerance> tolerances, Set<String> apartFrom) {
    public Demand {
        nodeSelector = Map.copyOf(nodeSelector);
        tolerances = List.copyOf(tolerances);
        apartFrom = Set.copyOf(apartFrom);
    }

    boolean tolerates(Taint taint) {
        return tolerances.stream().anyMatch(tolerance -> tolerance.covers(taint));
    }
}
