package io.modeldeployment.operator.backup;

import java.util.Optional;

/** A job that reads, copies or removes files. */
public sealed interface Work {
    /** There is none. */
    record Missing() implements Work {}

    /** It has not ended; {@code name} is the job's. */
    record Running(String name) implements Work {}

    /** It has done what it should; {@code contents} is what it read, where it reads. */
    record Done(Optional<Contents> contents) implements Work {}

    /** It has not; {@code message} says why. */
    record Failed(String reason, String message) implements Work {}
}
