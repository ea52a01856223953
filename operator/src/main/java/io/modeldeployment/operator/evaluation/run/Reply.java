package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of one request. */
sealed interface Reply {
    /** An answer for each text, in order; single ones may be broken. */
    record Answered(List<Answer> answers) implements Reply {}

    /** Not now: ask again, after {@code retryAfter} where the server says so. */
    record Busy(String problem, Optional<Duration> retryAfter) implements Reply {}

    /** The server does not take the texts, whoever asks. */
    record Refused(String problem) implements Reply {}

    /** The server failed, or answered what is no answer. */
    record Failed(String problem) implements Reply {}

    /** There is no such endpoint: it is not our server. */
    record Foreign(String problem) implements Reply {}
}
