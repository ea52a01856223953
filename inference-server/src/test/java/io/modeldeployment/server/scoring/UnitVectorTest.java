package io.modeldeployment.server.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class UnitVectorTest {
    @Test
    void scalesToLengthOneAndLeavesTheVectorAsItIs() {
        float[] vector = {3, 4};
        assertArrayEquals(new float[] {0.6f, 0.8f}, UnitVector.of(vector, 2));
        assertArrayEquals(new float[] {3, 4}, vector);
    }

    @Test
    void scalesWhatIsLeftWhereItIsShortened() {
        assertArrayEquals(new float[] {-0.6f, 0.8f}, UnitVector.of(new float[] {-3, 4, 12}, 2));
    }

    @Test
    void keepsZerosAndLargeNumbersFinite() {
        assertArrayEquals(new float[] {0, 0}, UnitVector.of(new float[] {0, 0}, 2));
        assertArrayEquals(new float[] {1, 0}, UnitVector.of(new float[] {3e38f, 0}, 2));
    }
}
