package io.modeldeployment.operator.evaluation;

/**
 * One text of a golden set.
 *
 * @param line where it stands in the file, from 1
 * @param text what the model is asked, not blank
 * @param label the label that is right, not blank
 */
public record GoldenText(int line, String text, String label) {}
