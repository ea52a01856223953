package io.modeldeployment.e2e.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FigureTableTest {
    private static final FigureTable TABLE = FigureTable.of("Lost requests", "what", "requests", "s")
            .plus("promote", 10500, 1.5)
            .plus("way back", 7, Double.NaN);

    @Test
    void numbersStandRightUnderEachOther() {
        assertEquals("""
                Lost requests

                what      requests     s
                promote      10500  1.50
                way back         7     -
                """, TABLE.text());
    }

    @Test
    void whatCouldNotBeMeasuredIsLeftOutOfTheJson() {
        assertTrue(TABLE.json().contains("\"requests\" : 10500"), TABLE::json);
        assertEquals(1, TABLE.json().split("\"s\"", -1).length - 1);
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThrows(IllegalArgumentException.class, () -> TABLE.plus("abort"));
    }
}
