package io.modeldeployment.operator.recovery;

/**
 * A backup that serves in place of what the spec asks for, since that did not answer.
 *
 * @param backup its name
 * @param digest that its model has to have
 * @param insteadOf hash of what the spec asked for then; once it asks for something else, that is what counts
 */
public record StandIn(String backup, String digest, String insteadOf) {}
