package io.modeldeployment.operator.app;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.modeldeployment.operator.probe.HttpPodProbe;
import io.modeldeployment.operator.resources.Labels;
import java.io.IOException;
import java.time.Clock;

/** The operator's {@code main}: reads the environment, starts, and stops in order on SIGTERM. */
public final class OperatorApplication {
    private OperatorApplication() {}

    /** Starts the operator; it runs until the process is told to end. Exit code 2: the environment is wrong. */
    public static void main(String[] arguments) {
        try {
            var client = new KubernetesClientBuilder()
                    .withConfig(
                            new ConfigBuilder().withUserAgent(Labels.MANAGER).build())
                    .build();
            var process =
                    new OperatorProcess(Environment.of(System.getenv()), client, Clock.systemUTC(), new HttpPodProbe());
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
            process.start();
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("model-deployment-operator: " + e.getMessage());
            System.exit(2);
        }
    }
}
