/** The operator against a real API server; controllers of Kubernetes are played by small fakes. */
@NullMarked
package io.modeldeployment.operator.it;

import org.jspecify.annotations.NullMarked;
