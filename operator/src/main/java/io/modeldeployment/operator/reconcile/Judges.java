package io.modeldeployment.operator.reconcile;

import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.evaluation.run.Evaluations;

/** Those who judge candidates: without traffic by a golden set, and under traffic by comparison. */
public record Judges(Evaluations evaluations, Analyses analyses) {}
