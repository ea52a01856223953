/** Runs evaluations against servers that play the inference server, good and bad. */
@NullMarked
package io.modeldeployment.operator.evaluation.run;

import org.jspecify.annotations.NullMarked;
