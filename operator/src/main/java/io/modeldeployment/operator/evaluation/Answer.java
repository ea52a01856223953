package io.modeldeployment.operator.evaluation;

import java.util.List;
import java.util.OptionalDouble;

/** What a revision answered to one text. */
public sealed interface Answer {
    /** Labels kept of an answer; what is beyond counts as one rest. */
    int MOST_LABELS = 16;

    /** A label and the score that the model gives it. */
    record Score(String label, double score) {}

    /**
     * Labels.
     *
     * @param scores the best first, at least one, at most {@link #MOST_LABELS}, all finite
     * @param truncated whether the model read only the beginning of the text
     * @param seconds how long the server took for this text alone; empty if it was asked together with others, or had the
     *     answer in its cache
     */
    record Labels(List<Score> scores, boolean truncated, OptionalDouble seconds) implements Answer {
        /** Copies the list. */
        public Labels {
            scores = List.copyOf(scores);
            if (scores.isEmpty()) {
                throw new IllegalArgumentException("an answer without a label is a Broken one");
            }
        }

        /** Labels of a text that was asked together with others. */
        public static Labels of(List<Score> scores) {
            return new Labels(scores, false, OptionalDouble.empty());
        }

        Score best() {
            return scores.getFirst();
        }

        /** Whether both find the same label most probable. */
        public boolean isLike(Labels other) {
            return best().label().equals(other.best().label());
        }
    }

    /** An error, or something that is no answer: it counts as wrong. */
    record Broken(String problem) implements Answer {}

    /** The text was not asked, since enough others had shown that the revision does not answer. */
    record NotAsked() implements Answer {}
}
