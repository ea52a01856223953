/** Measures the inference server alone, on this machine. */
@NullMarked
package io.modeldeployment.e2e.bench;

import org.jspecify.annotations.NullMarked;
