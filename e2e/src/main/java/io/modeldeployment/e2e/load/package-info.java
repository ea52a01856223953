/** Calls a Service as its users would and counts what they saw. */
@NullMarked
package io.modeldeployment.e2e.load;

import org.jspecify.annotations.NullMarked;
