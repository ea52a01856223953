package io.modeldeployment.api.v1;

/** Waits until every metric of the strategy's analysis has passed; it has no settings of its own. */
public record AnalysisStep() {}
