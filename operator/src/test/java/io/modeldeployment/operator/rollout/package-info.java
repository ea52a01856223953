/** Shows that the planner keeps the rules of {@code docs/rollouts.md}, on a simulated cluster with a clock of its own. */
@NullMarked
package io.modeldeployment.operator.rollout;

import org.jspecify.annotations.NullMarked;
