package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.operator.rollout.Judgement;

/**
 * What a comparison says now.
 *
 * @param judgement for the rollout
 * @param status for people, and for an operator that starts anew; it changes every half minute and with the verdict only
 */
public record AnalysisView(Judgement judgement, AnalysisStatus status) {}
