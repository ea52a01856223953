/** The effects: reads the cluster into an observation, carries a plan's actions out, writes the status. */
@NullMarked
package io.modeldeployment.operator.reconcile;

import org.jspecify.annotations.NullMarked;
