package io.modeldeployment.operator.storage;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which claims have no use any more: those that no stored revision's pods would mount, and that is not wanted. */
public final class UnusedClaims {
    private UnusedClaims() {}

    /**
     * Names of the claims to delete.
     *
     * @param there claims that the operator made for models
     * @param used what the pods of stored revisions mount
     * @param wanted what the wanted revision will mount
     */
    public static List<String> among(Collection<String> there, Set<String> used, Collection<String> wanted) {
        return there.stream()
                .filter(name -> !used.contains(name) && !wanted.contains(name))
                .sorted()
                .toList();
    }
}
