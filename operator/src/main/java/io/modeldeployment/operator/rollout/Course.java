package io.modeldeployment.operator.rollout;

import java.util.List;

/** What a candidate goes through on its way to all traffic. */
public sealed interface Course {
    /**
     * The steps of the strategy.
     *
     * @param words each step's {@link Step#words}, as they were when they were last looked at, to tell a change of them;
     *     empty where that is not known
     */
    record Steps(List<String> words) implements Course {
        /** Not known yet, or from an operator that did not write it down: taken to be what the spec says. */
        static final Steps UNKNOWN = new Steps(List.of());

        public Steps {
            words = List.copyOf(words);
        }

        /** Index of the first step that is not as it was; the length of the shorter list where the other goes on. */
        int firstChange(List<String> now) {
            int index = 0;
            while (index < Math.min(words.size(), now.size())
                    && words.get(index).equals(now.get(index))) {
                index++;
            }
            return index;
        }
    }

    /** Neither steps nor judgements: a revision that served before comes back inside the rollback window (rule 3). */
    record Back() implements Course {}
}
