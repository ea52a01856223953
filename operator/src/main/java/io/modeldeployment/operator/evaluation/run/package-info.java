/** Runs evaluations beside the reconciliation: reads the golden set, asks the pods, keeps what came out. */
@NullMarked
package io.modeldeployment.operator.evaluation.run;

import org.jspecify.annotations.NullMarked;
