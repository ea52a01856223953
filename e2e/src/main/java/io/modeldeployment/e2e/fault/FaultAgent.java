package io.modeldeployment.e2e.fault;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent: finds out what shall be wrong from the server's command line, and puts it where the server counts and times
 * requests, so that its own metrics tell of it.
 */
public final class FaultAgent {
    private static final String SERVICE = "io/modeldeployment/server/inference/InferenceService";
    private static final String METHOD = "infer";

    private FaultAgent() {}

    /** Called by the JVM before the server's main method. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        String command = System.getProperty("sun.java.command", "");
        modelName(List.of(command.split(" "))).map(Fault::of).ifPresent(fault -> {
            Injection.install(fault);
            instrumentation.addTransformer(new Transformer());
        });
    }

    static Optional<String> modelName(List<String> command) {
        int flag = command.indexOf("--model-name");
        return flag < 0 || flag + 1 == command.size() ? Optional.empty() : Optional.of(command.get(flag + 1));
    }

    private static final class Transformer implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!name.equals(SERVICE)) {
                return null;
            }
            try {
                return Seam.open(bytes, METHOD);
            } catch (RuntimeException e) {
                // The JVM would go on without the fault, and the benchmark would measure a good server.
                System.err.println("the fault can't be put in: " + e);
                Runtime.getRuntime().halt(70);
                return null;
            }
        }
    }
}
