package io.modeldeployment.cli.history;

import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.view.RolloutView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the revision that an undo leads to. */
public final class Target {
    private Target() {}

    /**
     * The revision with a number, or without one the revision before: stable while another is on its way, else the newest
     * of the others.
     *
     * @throws Failure when there is none, or only its pods are known
     */
    public static StoredRevision of(RolloutView rollout, List<StoredRevision> stored, Optional<Long> number) {
        StoredRevision target = number.map(wanted -> numbered(stored, wanted)).orElseGet(() -> before(rollout, stored));
        if (!target.isComplete()) {
            throw Failure.refused("revision " + target.number() + " is known by its pods only, its settings were lost;"
                    + " change the spec instead");
        }
        return target;
    }

    private static StoredRevision numbered(List<StoredRevision> stored, long number) {
        return stored.stream()
                .filter(revision -> revision.number() == number)
                .findFirst()
                .orElseThrow(() -> Failure.notFound("there is no revision " + number + "; there are "
                        + stored.stream()
                                .map(StoredRevision::number)
                                .filter(known -> known > 0)
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))));
    }

    private static StoredRevision before(RolloutView rollout, List<StoredRevision> stored) {
        boolean onItsWay = rollout.candidate().isPresent()
                || rollout.reason("Ready").filter("PausedBySpec"::equals).isPresent();
        return stored.stream()
                .filter(revision ->
                        rollout.stable().filter(revision.view().hash()::equals).isPresent() == onItsWay)
                .max(Comparator.comparing(StoredRevision::number))
                .orElseThrow(() -> Failure.refused("there is no revision before this one"));
    }
}
