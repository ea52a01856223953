package io.modeldeployment.operator.rollout;

import java.time.Instant;

/** A revision that has lost its traffic, and when its pods may go (rules 8 and 9). */
public record Retirement(RevisionHash revision, Instant scaleDownAt) {}
