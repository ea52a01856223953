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

    /** Where the first run has the classes archived for all others. */
    private static final Path CACHE = temporary("plugin-cache");

    private final Path folder;
    private final Path kubeConfig;
    private final String javaOptions;

    /** With a kubeconfig of its own, and flags for the JVM. */
    Plugin(String kubeConfigText, String javaOptions) {
        this.javaOptions = javaOptions;
        folder = temporary("plugin");
        try {
            kubeConfig = Files.writeString(folder.resolve("kubeconfig"), kubeConfigText);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary(String name) {
        try {
            return Files.createTempDirectory(Path.of("target"), name).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the archive of classes is there, as it is from the second use on. */
    void awaitArchive() {
        run("--help");
        var waiting = new ProcessBuilder(
                "sh",
                "-c",
                "for i in $(seq 120); do ls \"$0\"/kubectl-mdep/*.aot && exit; sleep 0.5; done; exit 1",
                CACHE.toString());
        try {
            if (waiting.inheritIO().start().waitFor() != 0) {
                throw new AssertionError("no archive of classes was made in " + CACHE);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
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
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
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
