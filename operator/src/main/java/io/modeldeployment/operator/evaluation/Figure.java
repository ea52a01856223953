package io.modeldeployment.operator.evaluation;

/**
 * What was measured on the texts of the set, and where it lies for all texts of their kind.
 *
 * @param value as measured
 * @param lower lower end of the interval
 * @param upper upper end of the interval
 */
public record Figure(double value, double lower, double upper) {}
