/** Measures a model on this machine in each of the numbers it can be computed in. */
@NullMarked
package io.modeldeployment.server.bench;

import org.jspecify.annotations.NullMarked;
