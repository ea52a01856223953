package io.modeldeployment.server.cache;

/**
 * How a clearing went.
 *
 * @param entries how many outputs were dropped
 * @param complete whether none is left
 */
public record Cleared(long entries, boolean complete) {}
