package io.modeldeployment.server.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Calls a stand-in for the driver's library, compiled here: two GPUs, the second of which is a slice that hides its use. */
class NvmlTest {
    private static final String DRIVER = """
            typedef struct { int index; } Device;
            static Device devices[2] = {{0}, {1}};
            static int started;
            int nvmlInit_v2(void) { started = 1; return INIT; }
            int nvmlDeviceGetCount_v2(unsigned *count) { *count = started ? 2 : 0; return 0; }
            int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device **device) { *device = &devices[index]; return 0; }
            int nvmlDeviceGetUtilizationRates(Device *device, struct { unsigned gpu, memory; } *rates) {
              if (device->index == 1) return 3; /* NVML_ERROR_NOT_SUPPORTED */
              rates->gpu = 42; rates->memory = 7; return 0;
            }
            int nvmlDeviceGetMemoryInfo(Device *device, struct { unsigned long long total, free, used; } *memory) {
              memory->total = 80ULL << 30; memory->free = 79ULL << 30; memory->used = (1ULL << 30) + device->index; return 0;
            }
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    @BeforeAll
    static void needsACompiler() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc"))),
                "no gcc on the PATH");
    }

    private static String driver(String name, String source, int init) throws IOException, InterruptedException {
        Path library = directory.resolve(name);
        Path code = Files.writeString(directory.resolve(name + ".c"), source);
        Process gcc = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-w", "-DINIT=" + init, "-o", library.toString(), code.toString())
                .inheritIO()
                .start();
        assertEquals(0, gcc.waitFor());
        return library.toString();
    }

    @Test
    void readsUseAndMemoryOfEachGpu() throws Exception {
        GpuReader gpus = Nvml.open(driver("libgood.so", DRIVER, 0)).orElseThrow();

        assertEquals(2, gpus.count());
        assertEquals(42, gpus.utilization(0));
        assertEquals(1L << 30, gpus.usedBytes(0));
        assertEquals((1L << 30) + 1, gpus.usedBytes(1));
        assertEquals(80L << 30, gpus.totalBytes(1));
        assertTrue(Double.isNaN(gpus.utilization(1)), "what the driver does not tell is no number");
    }

    @Test
    void findsNothingWhereTheDriverIsNotRunning() throws Exception {
        int driverNotLoaded = 9;
        assertEquals(Optional.empty(), Nvml.open(driver("libdead.so", DRIVER, driverNotLoaded)));
    }

    @Test
    void findsNothingWhereTheLibraryIsAnother() throws Exception {
        assertEquals(Optional.empty(), Nvml.open(driver("libother.so", "int other(void) { return 0; }", 0)));
    }

    @Test
    void findsNothingWhereThereIsNoLibrary() {
        assertEquals(Optional.empty(), Nvml.open("libno-such-driver.so.1"));
    }
}
