/**
 * Decides what a rollout does next: total functions over immutable records, with no I/O, no clock and no logger.
 *
 * <p>{@link io.modeldeployment.operator.rollout.RolloutPlanner} is the only door. Rules named by number are those of
 * {@code docs/rollouts.md}.
 */
@NullMarked
package io.modeldeployment.operator.rollout;

import org.jspecify.annotations.NullMarked;
