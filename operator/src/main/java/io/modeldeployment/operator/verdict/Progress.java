package io.modeldeployment.operator.verdict;

import java.time.Duration;
import java.util.Optional;

/**
 * How the measuring goes.
 *
 * @param elapsed since the first block was wanted
 * @param problem why the last block could not be measured, in one line
 */
public record Progress(Duration elapsed, Optional<String> problem) {
    /** Measured without a problem. */
    public static Progress after(Duration elapsed) {
        return new Progress(elapsed, Optional.empty());
    }
}
