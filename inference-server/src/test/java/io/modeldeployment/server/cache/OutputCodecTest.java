package io.modeldeployment.server.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputCodecTest {
    private static final ModelOutput OUTPUT = new ModelOutput(new float[] {1.5f, -0.0f, Float.MIN_VALUE}, 17);

    @Test
    void readsWhatItWrote() {
        assertEquals(Optional.of(OUTPUT), OutputCodec.decode(OutputCodec.encode(OUTPUT), 3));
    }

    @Test
    void isCompact() {
        assertEquals(1 + 4 + 3 * 4 + 4, OutputCodec.encode(OUTPUT).length);
    }

    @Test
    void takesNothingForAnOutputThatIsNone() {
        byte[] good = OutputCodec.encode(OUTPUT);
        assertEquals(Optional.empty(), OutputCodec.decode(good, 4), "of another model");
        assertEquals(Optional.empty(), OutputCodec.decode(new byte[0], 3));
        assertEquals(Optional.empty(), OutputCodec.decode(new byte[good.length], 3));
        assertEquals(Optional.empty(), OutputCodec.decode(Arrays.copyOf(good, good.length - 1), 3));
        ModelOutput notANumber = new ModelOutput(new float[] {1, Float.NaN, 1}, 17);
        assertEquals(Optional.empty(), OutputCodec.decode(OutputCodec.encode(notANumber), 3));
    }

    @Test
    void noticesEveryFlippedBit() {
        byte[] good = OutputCodec.encode(OUTPUT);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertEquals(Optional.empty(), OutputCodec.decode(bad, 3), "bit " + bit);
        }
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            assertEquals(Optional.empty(), OutputCodec.decode(garbage, 3));
        }
    }
}
