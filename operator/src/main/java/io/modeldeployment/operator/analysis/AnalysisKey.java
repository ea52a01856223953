package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.rollout.RevisionHash;
import java.time.Instant;

/**
 * One try of one candidate: its comparison is no other's.
 *
 * @param uid of the ModelDeployment
 * @param namespace of the ModelDeployment
 * @param name of the ModelDeployment
 * @param startedAt when this try began
 */
public record AnalysisKey(
        String uid, String namespace, String name, RevisionHash stable, RevisionHash candidate, Instant startedAt) {}
