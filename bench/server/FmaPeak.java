import java.util.concurrent.CountDownLatch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prints the most float32 operations a second that this machine's cores do, in 10⁹, a fused multiply-add counted as two:
 * independent chains of them in registers. Run with {@code java --add-modules jdk.incubator.vector FmaPeak.java [threads]}.
 */
public final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int ROUNDS = 20_000_000;

    private FmaPeak() {}

    public static void main(String[] arguments) throws InterruptedException {
        int threads = arguments.length > 0
                ? Integer.parseInt(arguments[0])
                : Runtime.getRuntime().availableProcessors();
        float sink = chains(ROUNDS) + chains(ROUNDS); // compiled from here on
        double best = 0;
        for (int i = 0; i < 3; i++) {
            best = Math.max(best, measure(threads));
        }
        System.out.printf(java.util.Locale.ROOT, "%.1f%n", Float.isNaN(sink) ? 0 : best);
    }

    private static double measure(int threads) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().start(() -> {
                if (chains(ROUNDS) != 42) {
                    done.countDown();
                }
            });
        }
        done.await();
        return 2.0 * SPECIES.length() * CHAINS * ROUNDS * threads / (System.nanoTime() - start);
    }

    private static float chains(int rounds) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int n = 0; n < rounds; n++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }
}
