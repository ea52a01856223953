/** Traces for OpenTelemetry. Nothing here is loaded where no endpoint is set. */
@NullMarked
package io.modeldeployment.server.observe.otel;

import org.jspecify.annotations.NullMarked;
