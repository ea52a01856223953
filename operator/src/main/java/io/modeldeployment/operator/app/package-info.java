/** Wires and starts the operator: environment, clock, leader election, health and metrics endpoints. */
@NullMarked
package io.modeldeployment.operator.app;

import org.jspecify.annotations.NullMarked;
