package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.operator.evaluation.Outcome;

/**
 * An evaluation as it stands.
 *
 * @param outcome what decisions rest on
 * @param status what users read, and what a restarted operator goes on from
 */
public record EvaluationView(Outcome outcome, EvaluationStatus status) {}
