package io.modeldeployment.operator.reconcile;

import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.RequestShares;
import io.modeldeployment.operator.evaluation.run.CandidateEvaluations;

/**
 * Those who look at what candidates do.
 *
 * @param evaluations judge them without traffic, by a golden set
 * @param analyses judge them under traffic, by comparison
 * @param shares count what share of the requests they get
 */
public record Judges(CandidateEvaluations evaluations, Analyses analyses, RequestShares shares) {}
