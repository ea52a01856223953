package io.modeldeployment.operator.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * One revision as it was last seen.
 *
 * @param hash which revision
 * @param number order of creation; the newest has the highest
 * @param desired replicas that its Deployment asks for
 * @param pods pods that exist, terminating ones included
 * @param available pods that have been ready for minReadySeconds
 * @param endpoints ready endpoints that the main Service has of it
 * @param backends ready endpoints that its own Service has, to which gateways send
 * @param probe what its pods answered
 * @param crash the last death of a container of it
 * @param waiting why pods are not ready yet, in words
 */
public record RevisionView(
        RevisionHash hash,
        long number,
        int desired,
        int pods,
        int available,
        int endpoints,
        int backends,
        Probe probe,
        Optional<Crash> crash,
        Optional<String> waiting) {
    /** A container that ended with an error. */
    public record Crash(String message, Instant at) {}

    /** A revision that does not exist. */
    static RevisionView absent(RevisionHash hash) {
        return new RevisionView(hash, 0, 0, 0, 0, 0, 0, new Probe.Unasked(), Optional.empty(), Optional.empty());
    }

    /** Whether at least {@code replicas} pods are available and all that could be asked have answered well. */
    boolean provenWith(int replicas) {
        return lasting() >= replicas && probe instanceof Probe.Passed;
    }

    /** Available pods that were not told to go; a pod's end is seen later than the Deployment that asks for it. */
    int lasting() {
        return Math.min(available, desired);
    }

    /** Lasting pods that a gateway can send requests to. */
    int backing() {
        return Math.min(lasting(), backends);
    }

    /** Whether nothing of it can get a request or holds a node's resources. */
    boolean isGone() {
        return desired == 0 && pods == 0;
    }
}
