package io.modeldeployment.operator.rollout;

import java.time.Instant;

/** An action by annotation and what became of it; its id keeps it from being done twice. */
public record HandledAction(String id, String verb, boolean accepted, String message, Instant at) {}
