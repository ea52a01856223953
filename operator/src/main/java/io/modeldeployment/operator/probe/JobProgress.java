package io.modeldeployment.operator.probe;

import io.modeldeployment.operator.storage.JobView.Progress;
import java.util.Optional;

/** Asks the pod of a job that works on a model how far it is. */
public interface JobProgress {
    /** Empty where it does not say. */
    Optional<Progress> ask(String ip, int port);
}
