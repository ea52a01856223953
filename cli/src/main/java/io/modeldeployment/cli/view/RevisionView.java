package io.modeldeployment.cli.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A revision with what runs of it.
 *
 * @param number order of creation; empty while its ControllerRevision is not there
 * @param weight share of the traffic in percent that is aimed at
 * @param replicas pods that its Deployment shall have
 * @param retiresAt when the pods of one without traffic go
 */
public record RevisionView(
        String hash,
        Optional<Long> number,
        Role role,
        Optional<String> color,
        Optional<Long> weight,
        long replicas,
        Optional<Instant> created,
        Optional<Instant> retiresAt,
        List<PodView> pods) {

    /** Pods that may get requests. */
    public long ready() {
        return pods.stream().filter(PodView::ready).count();
    }
}
