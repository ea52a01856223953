package io.modeldeployment.server.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final double CLOSE = 1e-6;

    private static float[] row(double... values) {
        float[] row = new float[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) values[i];
        }
        return row;
    }

    @Test
    void countsTextsWithTheSameBestLabel() {
        Agreement agreement = Agreement.ofLogits(
                Scoring.SOFTMAX,
                List.of(row(1, 0), row(0, 1), row(3, 2), row(0, 9)),
                List.of(row(2, 0), row(1, 0), row(3, 2), row(0, 9)));
        assertEquals(4, agreement.texts());
        assertEquals(0.75, agreement.share(), CLOSE);
        // The second text: sigmoid(1) for its second label became sigmoid(-1).
        assertEquals(1 - (1 / (1 + Math.exp(-1)) - 1 / (1 + Math.exp(1))), agreement.worst(), CLOSE);
    }

    @Test
    void wantsEachLabelOnTheSameSideWhereTheyDoNotExcludeEachOther() {
        Agreement agreement =
                Agreement.ofLogits(Scoring.SIGMOID, List.of(row(2, -1), row(-1, 3)), List.of(row(1, -4), row(1, 3)));
        assertEquals(0.5, agreement.share(), CLOSE);
    }

    @Test
    void comparesTheNumbersOfARegression() {
        Agreement agreement = Agreement.ofLogits(Scoring.IDENTITY, List.of(row(4)), List.of(row(3)));
        assertEquals(0.75, agreement.share(), CLOSE);
        assertEquals(0, agreement.worst(), CLOSE);
    }

    @Test
    void averagesTheCosineOfEmbeddings() {
        Agreement agreement =
                Agreement.ofVectors(List.of(row(1, 0), row(1, 0)), List.of(row(5, 0), row(1, Math.sqrt(3))));
        assertEquals(0.75, agreement.share(), CLOSE);
        assertEquals(0.5, agreement.worst(), CLOSE);
    }

    @Test
    void comparesLikeWithLike() {
        assertThrows(IllegalArgumentException.class, () -> Agreement.ofVectors(List.of(), List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> Agreement.ofLogits(Scoring.SOFTMAX, List.of(row(1)), List.of()));
    }
}
