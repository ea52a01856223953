/** Turns a plan into the status of a ModelDeployment, and a status back into the state a plan starts from: pure. */
@NullMarked
package io.modeldeployment.operator.status;

import org.jspecify.annotations.NullMarked;
