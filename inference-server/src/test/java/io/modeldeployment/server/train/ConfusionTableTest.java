package io.modeldeployment.server.train;

import static io.modeldeployment.server.train.MailLabel.HAM;
import static io.modeldeployment.server.train.MailLabel.SPAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The printed figures are only worth something if precision and recall are not mixed up. */
class ConfusionTableTest {
    private final ConfusionTable table = ConfusionTable.of(
            List.of(HAM, HAM, HAM, HAM, SPAM, SPAM, SPAM, SPAM, SPAM, SPAM),
            List.of(HAM, HAM, HAM, SPAM, SPAM, SPAM, SPAM, SPAM, HAM, HAM));

    @Test
    void countsEachOfTheFourCases() {
        assertEquals(new ConfusionTable(3, 1, 2, 4), table);
    }

    @Test
    void computesAccuracyPrecisionAndRecallForSpam() {
        assertEquals(0.7, table.accuracy(), 1e-12);
        assertEquals(4 / 5.0, table.precision(), 1e-12);
        assertEquals(4 / 6.0, table.recall(), 1e-12);
        assertTrue(table.report().contains("accuracy 0.7000"), table.report());
    }

    @Test
    void refusesAnswersThatDoNotMatchTheTruthInNumber() {
        assertThrows(IllegalArgumentException.class, () -> ConfusionTable.of(List.of(HAM), List.of()));
    }
}
