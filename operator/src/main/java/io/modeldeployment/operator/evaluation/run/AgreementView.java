package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.operator.evaluation.Outcome;

/**
 * A comparison on what users sent, as it stands.
 *
 * @param outcome what decisions rest on
 * @param status what users read, and what a restarted operator goes on from; counts alone change it every half minute only
 */
public record AgreementView(Outcome outcome, AgreementStatus status) {}
