package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The head must learn what can be learnt, and learn the same thing every time. */
class HeadTrainerTest {
    private static final int WIDTH = 8;

    /** Two clouds that a plane separates: spam lies where the first two coordinates are large. */
    private static LabelledFeatures clouds(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> features = new ArrayList<>();
        List<MailLabel> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MailLabel label = random.nextBoolean() ? MailLabel.SPAM : MailLabel.HAM;
            float[] point = new float[WIDTH];
            for (int k = 0; k < WIDTH; k++) {
                point[k] = (float) random.nextGaussian() * 0.5f;
            }
            point[0] += label == MailLabel.SPAM ? 1.5f : -1.5f;
            point[1] += label == MailLabel.SPAM ? 1.5f : -1.5f;
            features.add(point);
            labels.add(label);
        }
        return new LabelledFeatures(features, labels);
    }

    private static HeadWeights train(long seed) {
        return new HeadTrainer(seed, 30, 0.01f, _ -> {}).train(clouds(400, 3));
    }

    @Test
    void learnsToTellTwoSeparableCloudsApart() {
        LabelledFeatures unseen = clouds(200, 4);

        ConfusionTable table =
                ConfusionTable.of(unseen.labels(), new HeadClassifier(train(1)).classify(unseen.features()));

        assertEquals(1.0, table.accuracy(), 0.01);
    }

    @Test
    void givesTheSameWeightsForTheSameSeedAndOthersForAnother() {
        HeadWeights first = train(5);
        HeadWeights second = train(5);
        HeadWeights other = train(6);

        assertArrayEquals(first.poolerWeight(), second.poolerWeight());
        assertArrayEquals(first.poolerBias(), second.poolerBias());
        assertArrayEquals(first.classifierWeight(), second.classifierWeight());
        assertArrayEquals(first.classifierBias(), second.classifierBias());
        assertFalse(Arrays.equals(first.classifierWeight(), other.classifierWeight()));
    }

    @Test
    void givesWeightsInTheShapesOfABertHead() {
        HeadWeights head = train(1);

        assertEquals(WIDTH, head.hiddenSize());
        assertEquals(WIDTH * WIDTH, head.poolerWeight().length);
        assertEquals(WIDTH, head.poolerBias().length);
        assertEquals(2 * WIDTH, head.classifierWeight().length);
        assertEquals(2, head.classifierBias().length);
    }
}
