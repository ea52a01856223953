package io.modeldeployment.cli.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The start script as the build made it, run as a shell would. */
final class Plugin {
    private static final Path SCRIPT = Path.of("target/dist/bin/kubectl-mdep").toAbsolutePath();

    private final Path folder;
    private final Path kubeConfig;
    private final String javaOptions;

    /** With a kubeconfig of its own, and flags for the JVM. */
    Plugin(String kubeConfigText, String javaOptions) {
        this.javaOptions = javaOptions;
        try {
            folder = Files.createTempDirectory("plugin");
            kubeConfig = Files.writeString(folder.resolve("kubeconfig"), kubeConfigText);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a run left behind.
     *
     * @param peakMemory most memory that the process had, in KiB
     */
    record Result(int code, String out, String err, long millis, long peakMemory) {}

    Result run(String... arguments) {
        try {
            long start = System.nanoTime();
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            long peak = 0;
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peakMemory(process));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out),
                    Files.readString(err),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    peak);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts one that goes on; what it writes comes through the process's stream. */
    Process start(String... arguments) {
        try {
            return builder(arguments).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        Collections.addAll(command, arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", kubeConfig.toString());
        builder.environment().put("MDEP_JAVA_OPTS", javaOptions);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    private static long peakMemory(Process process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
