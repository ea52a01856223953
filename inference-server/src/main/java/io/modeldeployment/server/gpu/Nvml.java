package io.modeldeployment.server.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads NVIDIA GPUs through the driver's management library, the one that {@code nvidia-smi} asks too.
 *
 * <p>Names and structures are those of <a href="https://docs.nvidia.com/deploy/nvml-api/">NVML's reference</a>. GPUs are numbered as
 * {@code nvidia-smi} numbers them. The library stays loaded for the rest of the process.
 */
public final class Nvml implements GpuReader {
    /** What the driver calls the library. */
    public static final String LIBRARY = "libnvidia-ml.so.1";

    private static final int SUCCESS = 0;
    private static final FunctionDescriptor READ = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    /** {@code nvmlUtilization_t}: percent of time in which a kernel ran, and in which memory was read or written. */
    private static final MemoryLayout UTILIZATION = MemoryLayout.structLayout(JAVA_INT, JAVA_INT);
    /** {@code nvmlMemory_t}: total, free and used, in bytes. */
    private static final MemoryLayout MEMORY = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final int TOTAL = 0;
    private static final int USED = 2;

    private final SymbolLookup library;
    private final MethodHandle utilizationRates;
    private final MethodHandle memoryInfo;
    private final List<MemorySegment> devices;

    private Nvml(SymbolLookup library) throws Refused {
        this.library = library;
        this.utilizationRates = function("nvmlDeviceGetUtilizationRates", READ);
        this.memoryInfo = function("nvmlDeviceGetMemoryInfo", READ);
        check(call(function("nvmlInit_v2", FunctionDescriptor.of(JAVA_INT))));
        this.devices = devices();
    }

    /**
     * Opens the library.
     *
     * @param library its name or path
     * @return empty where there is no such library, or it finds no driver
     */
    public static Optional<GpuReader> open(String library) {
        try {
            return Optional.of(new Nvml(SymbolLookup.libraryLookup(library, Arena.global())));
        } catch (IllegalArgumentException | NoSuchElementException | Refused _) {
            return Optional.empty();
        }
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }

    private List<MemorySegment> devices() throws Refused {
        MethodHandle byIndex =
                function("nvmlDeviceGetHandleByIndex_v2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        MethodHandle getCount = function("nvmlDeviceGetCount_v2", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            check(call(getCount, count));
            List<MemorySegment> found = new ArrayList<>();
            for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
                MemorySegment device = arena.allocate(ADDRESS);
                check(call(byIndex, i, device));
                found.add(device.get(ADDRESS, 0));
            }
            return List.copyOf(found);
        }
    }

    @Override
    public int count() {
        return devices.size();
    }

    @Override
    public double utilization(int gpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rates = arena.allocate(UTILIZATION);
            return call(utilizationRates, devices.get(gpu), rates) == SUCCESS ? rates.get(JAVA_INT, 0) : Double.NaN;
        }
    }

    @Override
    public double usedBytes(int gpu) {
        return memory(gpu, USED);
    }

    @Override
    public double totalBytes(int gpu) {
        return memory(gpu, TOTAL);
    }

    private double memory(int gpu, int field) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(MEMORY);
            return call(memoryInfo, devices.get(gpu), info) == SUCCESS ? info.getAtIndex(JAVA_LONG, field) : Double.NaN;
        }
    }

    private static void check(int status) throws Refused {
        if (status != SUCCESS) {
            throw new Refused(status);
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("NVML could not be called", e);
        }
    }

    /** Says that the library answered with an error code. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("NVML answered " + status);
        }
    }
}
