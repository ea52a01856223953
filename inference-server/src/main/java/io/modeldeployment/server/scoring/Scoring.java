package io.modeldeployment.server.scoring;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the logits of a classifier into ranked scores, the way the Hugging Face text-classification pipeline does. */
public enum Scoring {
    /**
     * Exclusive labels: exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x), in double precision; subtracting the maximum keeps exp in range.
     * The scores sum to 1.
     */
    SOFTMAX {
        @Override
        public double[] scores(float[] logits) {
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
    },
    /** Each label on its own: 1 / (1 + exp(−xᵢ)), between 0 and 1 whatever the others get. */
    SIGMOID {
        @Override
        public double[] scores(float[] logits) {
            return IntStream.range(0, logits.length)
                    .mapToDouble(i -> 1 / (1 + Math.exp(-(double) logits[i])))
                    .toArray();
        }
    },
    /** A regression: the outputs as they are, of any size. */
    IDENTITY {
        @Override
        public double[] scores(float[] logits) {
            return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        }
    };

    /**
     * The score of each label.
     *
     * @param logits finite numbers, at least one
     */
    public abstract double[] scores(float[] logits);

    /**
     * The labels of the highest scores, best first; of equal ones the lower class index first.
     *
     * @param logits one finite number a label
     * @param labels the names by class index
     * @param k how many at most, at least 1; more than there are labels gives all of them
     */
    public List<LabelScore> top(float[] logits, List<String> labels, int k) {
        if (logits.length != labels.size()) {
            throw new IllegalArgumentException(logits.length + " logits for " + labels.size() + " labels");
        }
        double[] scores = scores(logits);
        int[] best = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, best.length)
                .mapToObj(i -> new LabelScore(labels.get(best[i]), (float) scores[best[i]], i + 1))
                .toList();
    }
}
