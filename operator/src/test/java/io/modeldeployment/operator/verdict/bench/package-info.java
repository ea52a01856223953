/** Simulates rollouts, good and bad, and shows what the verdicts make of them beside fixed thresholds: {@code make bench-rollouts-statistics}. */
@NullMarked
package io.modeldeployment.operator.verdict.bench;

import org.jspecify.annotations.NullMarked;
