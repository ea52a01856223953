package io.modeldeployment.cli.history;

import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RevisionView;

/**
 * A revision with what it was made from.
 *
 * @param content the parts of the spec; without fields where only the pods are known
 */
public record StoredRevision(RevisionView view, Fields content) {
    /** Order of creation. */
    public long number() {
        return view.number().orElse(0L);
    }

    /** Whether the spec can be made from it again. */
    public boolean isComplete() {
        return !content.values().isEmpty();
    }
}
