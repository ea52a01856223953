/** Faults that a benchmark puts into a real inference server, by an agent of its JVM; the product's image does not hold it. */
@NullMarked
package io.modeldeployment.e2e.fault;

import org.jspecify.annotations.NullMarked;
