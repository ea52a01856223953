package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.GoldenSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** The texts of samples that were not asked yet; each counts once, in whichever pod's sample it turns up again. */
final class TextQueue {
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    /** Takes up what is new. */
    void add(List<String> texts) {
        texts.stream().filter(this::isNew).forEach(waiting::add);
    }

    /** Marks texts that may have been asked in an earlier life of the operator. */
    void skip(List<String> texts) {
        texts.forEach(this::isNew);
    }

    /** Forgets the texts that wait; a sample that still has them brings them again. */
    void forgetWaiting() {
        waiting.forEach(text -> seen.remove(digest(text)));
        waiting.clear();
    }

    private boolean isNew(String text) {
        return seen.add(digest(text));
    }

    private static String digest(String text) {
        return GoldenSet.sha256(text).substring(0, 20);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The next ones, at most so many. */
    List<String> next(int most) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < most && !waiting.isEmpty()) {
            texts.add(waiting.remove());
        }
        return texts;
    }

    /** How many texts are remembered. */
    int size() {
        return seen.size();
    }
}
