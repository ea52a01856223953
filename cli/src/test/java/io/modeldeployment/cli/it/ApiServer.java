package io.modeldeployment.cli.it;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.cluster.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One real kube-apiserver with etcd for all tests of the JVM, with the CRDs installed. */
final class ApiServer {
    private static @Nullable ApiServer shared;

    private final String kubeConfig;

    private ApiServer() {
        String binaries = System.getenv("KUBE_API_TEST_DIR");
        if (binaries == null) {
            throw new IllegalStateException("KUBE_API_TEST_DIR is not set: run these tests by `make it`");
        }
        var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(binaries)
                .withApiServerVersion("1.34.4")
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withStartupTimeout(120_000)
                // It gives up for good after 20 s without etcd, which a slow disk can hold up for longer.
                .withWaitForEtcdHealthCheckOnStartup(true)
                .build());
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        kubeConfig = server.getKubeConfigYaml();
        installCrd("modeldeployments.serving.modeldeployment.io");
        installCrd("modelbackups.serving.modeldeployment.io");
    }

    static synchronized ApiServer shared() {
        if (shared == null) {
            shared = new ApiServer();
        }
        return shared;
    }

    /** The kubeconfig of an administrator, as text. */
    String kubeConfig() {
        return kubeConfig;
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeConfig))
                .build();
    }

    /** A namespace that no other test uses. */
    static String newNamespace(KubernetesClient client) {
        return client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    /** Creates a ModelDeployment from YAML and gives it the status that the YAML has. */
    static void createModel(KubernetesClient client, String yaml) {
        var wanted = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        var models = client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace(wanted.getMetadata().getNamespace());
        var created = models.resource(wanted).create();
        created.setAdditionalProperty("status", wanted.getAdditionalProperties().get("status"));
        models.resource(created).updateStatus();
    }

    private void installCrd(String name) {
        Path crd = Path.of("../crds/" + name + ".yaml");
        try (var client = client();
                var yaml = Files.newInputStream(crd)) {
            client.load(yaml).serverSideApply();
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(name)
                    .waitUntilCondition(
                            definition -> definition != null
                                    && definition.getStatus() != null
                                    && definition.getStatus().getConditions() != null
                                    && definition.getStatus().getConditions().stream()
                                            .anyMatch(condition -> "Established".equals(condition.getType())
                                                    && "True".equals(condition.getStatus())),
                            120,
                            TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
