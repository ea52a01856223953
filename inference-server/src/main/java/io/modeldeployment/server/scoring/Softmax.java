package io.modeldeployment.server.scoring;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the logits of a classifier with exclusive labels into ranked probabilities. */
public final class Softmax {
    private Softmax() {}

    /**
     * exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x), in double precision; subtracting the maximum keeps exp in range.
     *
     * @param logits finite numbers, at least one
     */
    static double[] probabilities(float[] logits) {
        double max = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] exp = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - max))
                .toArray();
        double sum = IntStream.range(0, exp.length).mapToDouble(i -> exp[i]).sum();
        return IntStream.range(0, exp.length).mapToDouble(i -> exp[i] / sum).toArray();
    }

    /**
     * The most probable labels, best first; of equal ones the lower class index first.
     *
     * @param logits one finite number a label
     * @param labels the names by class index
     * @param k how many at most, at least 1; more than there are labels gives all of them
     */
    public static List<LabelScore> top(float[] logits, List<String> labels, int k) {
        if (logits.length != labels.size()) {
            throw new IllegalArgumentException(logits.length + " logits for " + labels.size() + " labels");
        }
        double[] probabilities = probabilities(logits);
        int[] best = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, best.length)
                .mapToObj(i -> new LabelScore(labels.get(best[i]), (float) probabilities[best[i]], i + 1))
                .toList();
    }
}
