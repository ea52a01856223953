package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.JobSource;
import java.util.Optional;

/** Runs a check's container in the cluster. */
@FunctionalInterface
public interface Jobs {
    /** What came of the job of that name; starts it where it is not there. Empty while it runs; waits for nothing. */
    Optional<Reading> look(String name, JobSource job, Placeholders placeholders);
}
