package io.modeldeployment.e2e.fault;

import java.time.Duration;
import java.util.List;

/** What the server's code calls at the begin and the end of each request, once the {@link FaultAgent} has changed it. */
public final class Injection {
    private static volatile Fault fault = new Fault.None();
    private static final ThreadLocal<Request> UNDER_WAY = new ThreadLocal<>();

    private Injection() {}

    private record Request(int characters, long begun) {}

    static void install(Fault what) {
        fault = what;
    }

    /** A request begins; what is thrown is its failure. */
    public static void begin(List<?> inputs) {
        int characters = inputs.stream()
                .mapToInt(input -> String.valueOf(input).length())
                .sum();
        UNDER_WAY.set(new Request(characters, System.nanoTime()));
        fault.before();
    }

    /** A request has its answer, which is not sent before this returns. */
    public static void end() {
        Request request = UNDER_WAY.get();
        UNDER_WAY.remove();
        Duration took = Duration.ofNanos(System.nanoTime() - request.begun());
        try {
            Thread.sleep(fault.longer(request.characters(), took));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
