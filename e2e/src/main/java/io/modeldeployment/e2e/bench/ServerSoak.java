package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.mail.TestMails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks one server a great many texts of every length, and fits a line to its resident memory: a server that leaks shows a slope.
 */
public final class ServerSoak {
    private static final int CLIENTS = 32;
    private static final int READINGS = 20;
    /** What comes before is warm-up: pools and caches are still filling. */
    private static final double SETTLED = 0.2;

    private ServerSoak() {}

    /**
     * Arguments: a file of contenders, of which the first is asked (see {@link Contender.Setup#parse}), a file of mails, a log
     * file, the number of requests. Exit status 1 when one of them failed or the server ended.
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        boolean good = false;
        try (Contender server = Contender.start(
                Contender.Setup.parse(Files.readAllLines(Path.of(arguments[0])).getFirst()), Path.of(arguments[2]))) {
            BenchmarkTexts texts = BenchmarkTexts.ofEveryLength(
                    TestMails.read(Path.of(arguments[1])).all());
            good = soak(server, texts, Long.parseLong(arguments[3]));
        } catch (IOException e) {
            System.err.println("soak: " + e.getMessage());
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean soak(Contender server, BenchmarkTexts texts, long requests)
            throws InterruptedException, ExecutionException {
        System.out.printf("%12s %12s %14s %9s%n", "requests", "requests/s", "resident MiB", "failed");
        List<double[]> readings = new ArrayList<>();
        long asked = 0;
        long failed = 0;
        Map<Integer, Long> statuses = new TreeMap<>();
        while (asked < requests) {
            AtomicLong left = new AtomicLong(Math.max(1, requests / READINGS));
            Sample sample = Load.counted(server, () -> server.predict(texts.next()), CLIENTS, left);
            asked += sample.calls().size();
            failed += sample.calls().size() - sample.good();
            sample.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
            double resident = server.residentMebibytes();
            readings.add(new double[] {asked, resident});
            System.out.printf(Locale.ROOT, "%12d %12.1f %14.0f %9d%n", asked, sample.goodput(), resident, failed);
        }
        System.out.printf(
                Locale.ROOT,
                "%nslope after the first %.0f %%: %.1f KiB for 1,000 requests; %d of %d failed; statuses %s%n",
                100 * SETTLED,
                slope(readings.subList((int) (SETTLED * readings.size()), readings.size())) * 1024 * 1000,
                failed,
                asked,
                statuses);
        return failed == 0;
    }

    /** Of the line of least squares: resident MiB a request. */
    static double slope(List<double[]> readings) {
        double x =
                readings.stream().mapToDouble(reading -> reading[0]).average().orElse(0);
        double y =
                readings.stream().mapToDouble(reading -> reading[1]).average().orElse(0);
        double above = readings.stream()
                .mapToDouble(reading -> (reading[0] - x) * (reading[1] - y))
                .sum();
        double below = readings.stream()
                .mapToDouble(reading -> Math.pow(reading[0] - x, 2))
                .sum();
        return below == 0 ? 0 : above / below;
    }
}
