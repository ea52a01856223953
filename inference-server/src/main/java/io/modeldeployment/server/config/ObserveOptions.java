package io.modeldeployment.server.config;

import java.util.Optional;
import org.slf4j.event.Level;

/**
 * What is logged and traced, and how.
 *
 * @param json whether log records are JSON objects instead of lines of text
 * @param level the least important records of the server's own that are written
 * @param predictions whether every request is logged, and how; empty for not
 * @param tracesEndpoint where the collector takes traces over http/protobuf; empty for no traces
 */
record ObserveOptions(boolean json, Level level, Optional<Predictions> predictions, Optional<String> tracesEndpoint) {
    /** Text, errors only, no traces. */
    static final ObserveOptions NONE = new ObserveOptions(false, Level.INFO, Optional.empty(), Optional.empty());

    /**
     * How requests are logged.
     *
     * @param texts whether with their texts
     * @param sample the share of them, above 0, at most 1
     */
    record Predictions(boolean texts, double sample) {}
}
