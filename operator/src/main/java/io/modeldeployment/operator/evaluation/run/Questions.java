package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.evaluation.GoldenText;
import java.util.List;
import java.util.Optional;

/**
 * The texts that revisions are asked.
 *
 * @param lines where each stands in a file that a person can change; empty for what users sent
 */
record Questions(List<String> texts, List<Integer> lines) {
    Questions {
        texts = List.copyOf(texts);
        lines = List.copyOf(lines);
    }

    static Questions of(GoldenSet set) {
        return new Questions(
                set.texts().stream().map(GoldenText::text).toList(),
                set.texts().stream().map(GoldenText::line).toList());
    }

    static Questions ofUsers(List<String> texts) {
        return new Questions(texts, List.of());
    }

    Optional<Integer> line(int index) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(index));
    }
}
