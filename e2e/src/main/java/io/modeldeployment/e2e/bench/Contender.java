package io.modeldeployment.e2e.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of its own on loopback, with what the kernel says of its memory and time. */
final class Contender implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final double TICKS_PER_SECOND = 100;

    private final Setup setup;
    private final Process process;
    private final int port;
    private final Duration start;

    /**
     * How to start one.
     *
     * @param name its name in the tables
     * @param protocol {@code guide} for /predict and /batch_predict, {@code infinity} for /classify
     * @param readyPath answers 200 once requests are welcome
     * @param command what starts it; {@code {port}} stands for the port
     */
    record Setup(String name, String protocol, String readyPath, List<String> command) {
        /** Reads a line of fields separated by tabs: name, protocol, path, and the command's words separated by blanks. */
        static Setup parse(String line) {
            String[] fields = line.split("\t");
            if (fields.length != 4) {
                throw new IllegalArgumentException("four fields separated by tabs are wanted: " + line);
            }
            return new Setup(fields[0], fields[1], fields[2], Arrays.asList(fields[3].split(" ")));
        }
    }

    private Contender(Setup setup, Process process, int port, Duration start) {
        this.setup = setup;
        this.process = process;
        this.port = port;
        this.start = start;
    }

    /** Starts one and waits until it is ready; its output goes to {@code log}. */
    static Contender start(Setup setup, Path log) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = setup.command.stream()
                .map(word -> word.replace("{port}", Integer.toString(port)))
                .toList();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        byte[] ready = HttpConnection.request(setup.readyPath, "");
        while (!answers(port, ready)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (!process.isAlive() || waited.compareTo(START_TIMEOUT) > 0) {
                process.destroyForcibly();
                throw new IOException(setup.name + " did not get ready; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return new Contender(setup, process, port, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static boolean answers(int port, byte[] request) {
        try (var connection = new HttpConnection(port)) {
            return connection.call(request) == 200;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    String name() {
        return setup.name;
    }

    int port() {
        return port;
    }

    /** From the start of the process to its first good answer. */
    Duration start() {
        return start;
    }

    String readyPath() {
        return setup.readyPath;
    }

    boolean takesBatches() {
        return setup.protocol.equals("guide");
    }

    /** A request to classify one text. */
    byte[] predict(String text) {
        return setup.protocol.equals("infinity")
                ? HttpConnection.request("/classify", "{\"model\":\"model\",\"input\":[" + Json.string(text) + "]}")
                : HttpConnection.request("/predict", "{\"text\":" + Json.string(text) + "}");
    }

    /** A request to classify several texts. */
    byte[] batchPredict(List<String> texts) {
        String list = String.join(",", texts.stream().map(Json::string).toList());
        return HttpConnection.request("/batch_predict", "{\"texts\":[" + list + "]}");
    }

    /** Seconds of CPU time of the process and its children so far. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(handle -> cpuSeconds(handle.pid()))
                .sum();
    }

    private static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    /** Resident memory of the process and its children in MiB. */
    double residentMebibytes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(handle -> residentMebibytes(handle.pid()))
                .sum();
    }

    private static double residentMebibytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
