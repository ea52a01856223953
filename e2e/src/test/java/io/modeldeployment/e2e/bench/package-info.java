/** Benchmarks of rollouts on a real cluster: {@code make bench-rollouts}; what they compute with is tested beside them. */
@NullMarked
package io.modeldeployment.e2e.bench;

import org.jspecify.annotations.NullMarked;
