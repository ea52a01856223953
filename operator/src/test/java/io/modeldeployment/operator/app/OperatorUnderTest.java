package io.modeldeployment.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.operator.analysis.HttpGauges;
import io.modeldeployment.operator.analysis.MetricsSource;
import io.modeldeployment.operator.probe.PodProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Set;

/** The whole operator in this JVM, as its {@code main} would start it, watching one namespace. */
public final class OperatorUnderTest implements AutoCloseable {
    private final OperatorProcess process;
    private final KubernetesClient client;
    private boolean closed;

    public OperatorUnderTest(KubernetesClient client, String namespace, PodProbe probe, MetricsSource metrics) {
        this.client = client;
        var environment =
                new Environment(Set.of(namespace), "modeldeployment/inference-server:dev", namespace, "me", 0);
        try {
            process = new OperatorProcess(
                    environment, client, Clock.systemUTC(), new PodAccess(probe, metrics, new HttpGauges(_ -> true)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.start();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            process.close();
            client.close();
        }
    }
}
