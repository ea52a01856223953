package io.modeldeployment.operator.rollout;

/**
 * Room on nodes for pods of the candidate.
 *
 * @param more pods that would find a node beside those that it was already asked to have; below zero: so many of these have
 *     none
 * @param why what keeps others off, in a sentence; empty where nothing does
 */
public record Room(int more, String why) {
    /** More than anybody asks for. */
    public static final Room PLENTY = new Room(1_000_000, "");
}
