package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.modeldeployment.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the flags say about the cluster; what they do not say is in the kubeconfig. */
record Connection(Optional<String> kubeconfig, Optional<String> context) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRIES = 2;

    /** A client with the rights of the person who calls. */
    KubernetesClient open() {
        Config config = config();
        context.filter(name -> config.getContexts() == null
                        || config.getContexts().stream().noneMatch(known -> name.equals(known.getName())))
                .ifPresent(name -> {
                    throw Failure.usage("the kubeconfig has no context '" + name
                            + "': 'kubectl config get-contexts' lists those it has");
                });
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withUserAgent("kubectl-mdep")
                        .withConnectionTimeout(CONNECT_MILLIS)
                        .withRequestRetryBackoffLimit(RETRIES)
                        .build())
                .build();
    }

    private Config config() {
        String wanted = context.orElse(null);
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(wanted);
        }
        Path file = Path.of(kubeconfig.get());
        try {
            return Config.fromKubeconfig(wanted, Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Failure.usage(
                    "cannot read the kubeconfig " + file + ": write --kubeconfig with a file that is there");
        }
    }
}
