package io.modeldeployment.operator.backup;

import java.util.Optional;

/** A PersistentVolumeClaim. */
public sealed interface Claim {
    /**
     * It is there and has a volume.
     *
     * @param driver who made that, if anybody says
     * @param storageClass its class, if it has one
     */
    record Bound(Optional<String> driver, Optional<String> storageClass) implements Claim {}

    /** It is there and has no volume, or is being deleted. */
    record Unbound(String message) implements Claim {}

    /** It is not there. */
    record Missing() implements Claim {}

    /** Something of that name is there, and is not ours to use. */
    record Foreign(String message) implements Claim {}
}
