package io.modeldeployment.e2e.predict;

/**
 * One label of an answer.
 *
 * @param label what the text is
 * @param score probability, 0 to 1
 * @param rank from 1, the best
 */
public record LabelScore(String label, double score, int rank) {}
