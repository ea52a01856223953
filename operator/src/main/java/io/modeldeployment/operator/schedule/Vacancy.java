package io.modeldeployment.operator.schedule;

/**
 * How many more pods of one kind fit.
 *
 * @param pods how many
 * @param why what stands in the way of one more, and how many devices are free, in a sentence; where there is room the
 *     latter alone
 */
public record Vacancy(int pods, String why) {}
