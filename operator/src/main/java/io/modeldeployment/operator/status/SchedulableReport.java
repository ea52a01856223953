package io.modeldeployment.operator.status;

import java.util.Optional;

/**
 * Whether there are nodes with free accelerators for all pods, as the condition Schedulable says it.
 *
 * @param schedulable empty: that cannot be told
 */
public record SchedulableReport(Optional<Boolean> schedulable, String reason, String message) {}
