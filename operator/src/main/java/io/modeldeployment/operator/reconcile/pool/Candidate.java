package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.Claim;
import io.modeldeployment.operator.rollout.RevisionView;
import java.util.List;

/**
 * Who needs devices in a rollout.
 *
 * @param resource the ModelDeployment
 * @param claim what the rollout may want
 * @param view the candidate as it is
 * @param template the candidate's pods
 * @param pods of all revisions, as they are
 */
public record Candidate(
        ModelDeployment resource, Claim claim, RevisionView view, PodTemplateSpec template, List<Pod> pods) {
    String id() {
        return Queue.id(resource);
    }

    boolean owns(PodLedger.Entry entry) {
        return entry.isOf(resource)
                && entry.revision().filter(view.hash().value()::equals).isPresent();
    }
}
