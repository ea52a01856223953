package io.modeldeployment.operator.status;

/** Whether the autoscaler that the spec asks for is there and works, as the condition AutoscalerReady says it. */
public record AutoscalerReport(boolean ready, String reason, String message) {}
