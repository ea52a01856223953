package io.modeldeployment.operator.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import io.modeldeployment.operator.resources.Labels;
import java.io.IOException;
import java.time.Clock;

/** The operator's {@code main}: reads the environment, starts, and stops in order on SIGTERM. */
public final class OperatorApplication {
    /** After pauses of 100, 200, 400, 800 and 1,600 ms. */
    private static final int RETRIES = 5;

    private OperatorApplication() {}

    /**
     * Starts the operator; it runs until the process is told to end. Exit code 2: the environment is
     * wrong; 1: it could not start, for example for want of a permission.
     */
    public static void main(String[] arguments) {
        try {
            var client = new KubernetesClientBuilder()
                    .withConfig(settings(Config.autoConfigure(null))
                            .withUserAgent(Labels.MANAGER)
                            .build())
                    .build();
            var process = new OperatorProcess(
                    Environment.of(System.getenv()), client, Clock.systemUTC(), PodAccess.overHttp());
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
            process.start();
        } catch (IllegalArgumentException | IOException e) {
            fail(2, e);
        } catch (OperatorException e) {
            fail(1, e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * How the operator talks to an API server. A request that gets 5xx or no answer is asked again for three seconds and no
     * longer, where the client's default is more than a minute and a half: a pass that ends is said in the status, hears of
     * an abort, and comes again by itself.
     */
    public static ConfigBuilder settings(Config connection) {
        return new ConfigBuilder(connection).withRequestRetryBackoffLimit(RETRIES);
    }

    /** Ends without the shutdown hook: there is nothing to stop in order yet. */
    private static void fail(int code, Throwable cause) {
        System.err.println("model-deployment-operator: " + cause.getMessage());
        Runtime.getRuntime().halt(code);
    }
}
