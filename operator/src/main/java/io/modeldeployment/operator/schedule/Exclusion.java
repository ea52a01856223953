package io.modeldeployment.operator.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a node will not do for a pod; equal reasons of several nodes are said once. */
sealed interface Exclusion {
    /** Its kubelet is silent. */
    record NotReady() implements Exclusion {}

    /** It was cordoned off. */
    record Cordoned() implements Exclusion {}

    /** It has a taint that the pod does not tolerate. */
    record Tainted(Taint taint) implements Exclusion {}

    /** It lacks a label, or has another value of it. */
    record Unlabelled(String label) implements Exclusion {}

    /** It shares the cards that are asked for whole. */
    record SharesCards(String product) implements Exclusion {}

    /** Other revisions' pods are there that this one's keep off. */
    record Occupied() implements Exclusion {}

    /** It never had any of the resource. */
    record Without(String resource) implements Exclusion {}

    /** It has too little of the resource left. */
    record Short(String resource) implements Exclusion {}

    /** How device plugins mark the product of cards that are shared by time. */
    String SHARED = "-SHARED";

    /** The first thing about the node itself that rules it out. */
    static Optional<Exclusion> of(NodeView node, Demand demand) {
        if (!node.ready()) {
            return Optional.of(new NotReady());
        }
        if (node.unschedulable() && !demand.tolerates(Taint.UNSCHEDULABLE)) {
            return Optional.of(new Cordoned());
        }
        Optional<Exclusion> tainted = node.taints().stream()
                .filter(taint -> taint.repels() && !demand.tolerates(taint))
                .map(taint -> (Exclusion) new Tainted(taint))
                .findFirst();
        return tainted.or(() -> byLabels(node.labels(), demand.nodeSelector()))
                .or(() -> demand.apartFrom().contains(node.name()) ? Optional.of(new Occupied()) : Optional.empty());
    }

    private static Optional<Exclusion> byLabels(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> !entry.getValue().equals(labels.get(entry.getKey())))
                .map(entry -> (entry.getValue() + SHARED).equals(labels.get(entry.getKey()))
                        ? new SharesCards(entry.getValue())
                        : (Exclusion) new Unlabelled(entry.getKey() + "=" + entry.getValue()))
                .findFirst();
    }

    /** The first resource that it has too little of, given what is {@code free} on it. */
    static Optional<Exclusion> byResources(NodeView node, Amounts requests, Amounts free) {
        List<String> lacking = requests.lackingIn(free);
        return lacking.stream()
                .map(resource ->
                        node.allocatable().of(resource) == 0 ? new Without(resource) : (Exclusion) new Short(resource))
                .findFirst();
    }

    /** The device whose use is worth telling. */
    default Optional<String> device() {
        return this instanceof Short(String resource) && Amounts.isDevice(resource)
                ? Optional.of(resource)
                : Optional.empty();
    }

    /** "2 have no free nvidia.com/gpu (8 of 8 in use)". */
    default String words(int count, String use) {
        String have = count == 1 ? " has" : " have";
        return count
                + switch (this) {
                    case NotReady _ -> (count == 1 ? " is" : " are") + " not ready";
                    case Cordoned _ -> (count == 1 ? " is" : " are") + " cordoned off";
                    case Tainted(Taint taint) -> have + " the taint " + taint + " that is not tolerated";
                    case Unlabelled(String label) -> (count == 1 ? " lacks" : " lack") + " the label " + label;
                    case SharesCards(String product) ->
                        (count == 1 ? " shares its" : " share their") + " cards (the product there is " + product
                                + SHARED + ")";
                    case Occupied _ -> have + " pods of other revisions, which antiAffinity keeps off";
                    case Without(String resource) -> have + " no " + resource;
                    case Short(String resource)
                    when Amounts.isDevice(resource) -> have + " too few free " + resource + " (" + use + ")";
                    case Short(String resource) -> have + " too little free " + resource;
                };
    }
}
