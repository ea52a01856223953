package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verdicts and times as the status writes them. */
final class Verdicts {
    private Verdicts() {}

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _ -> "Pass";
            case Verdict.Fail _ -> "Fail";
            case Verdict.Inconclusive _ -> "Inconclusive";
            case Verdict.Undecided _ -> "Undecided";
            case Verdict.NotMeasured _ -> "NotMeasured";
        };
    }

    static Optional<Instant> instant(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
