package io.modeldeployment.server.scoring;

/**
 * One label of an answer.
 *
 * @param label its name in the model's {@code id2label}
 * @param score its probability, 0 to 1; what a regression puts out is of any size
 * @param rank 1 for the label of the highest score
 */
public record LabelScore(String label, float score, int rank) {}
