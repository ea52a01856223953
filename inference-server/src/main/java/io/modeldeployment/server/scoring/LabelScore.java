package io.modeldeployment.server.scoring;

/**
 * One label of an answer.
 *
 * @param label its name in the model's {@code id2label}
 * @param score its probability, 0 to 1
 * @param rank 1 for the most probable label
 */
public record LabelScore(String label, float score, int rank) {}
