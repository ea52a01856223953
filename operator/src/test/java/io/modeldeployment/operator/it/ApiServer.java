package io.modeldeployment.operator.it;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.modeldeployment.operator.app.OperatorApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real kube-apiserver with etcd for all tests of the JVM, with the CRDs installed and the audit log on. */
final class ApiServer {
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: Metadata
              verbs: [create, update, patch, delete, deletecollection]
            """;

    private static final String HTTP_ROUTES = "httproutes.gateway.networking.k8s.io";

    private static final String SNAPSHOT_GROUP = ".snapshot.storage.k8s.io";
    private static final List<String> SNAPSHOT_KINDS =
            List.of("volumesnapshots", "volumesnapshotcontents", "volumesnapshotclasses");

    private static @Nullable ApiServer shared;

    private final Path auditLog;
    private final String kubeConfig;

    private ApiServer() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "api-server").toAbsolutePath();
            Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
            auditLog = folder.resolve("audit.log");
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
                    .withApiServerFlags(List.of("--audit-policy-file=" + policy, "--audit-log-path=" + auditLog))
                    .build());
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            kubeConfig = server.getKubeConfigYaml();
            installCrd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server, started by the first call: not by the class, whose lambdas other threads run while it starts. */
    static synchronized ApiServer shared() {
        if (shared == null) {
            shared = new ApiServer();
        }
        return shared;
    }

    /** A client of its own, told from others in the audit log by its agent. */
    KubernetesClient client(String agent) {
        Config config = Config.fromKubeconfig(kubeConfig);
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config).withUserAgent(agent).build())
                .build();
    }

    /** As the operator talks to it; as a user there is, who may do no more than roles allow. */
    KubernetesClient operator(String agent, Optional<String> user) {
        var settings =
                OperatorApplication.settings(Config.fromKubeconfig(kubeConfig)).withUserAgent(agent);
        user.ifPresent(settings::withImpersonateUsername);
        return new KubernetesClientBuilder().withConfig(settings.build()).build();
    }

    /** A namespace that no other test uses. */
    String newNamespace(KubernetesClient client) {
        return client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    /** Write requests of {@code agent} so far, one line each; leases and questions about its own rights left out. */
    List<String> writes(String agent) {
        try (Stream<String> lines = Files.lines(auditLog)) {
            return lines.filter(line -> line.contains("\"userAgent\":\"" + agent + "\""))
                    .filter(line -> !line.contains("\"resource\":\"leases\"")
                            && !line.contains("\"resource\":\"selfsubjectrulesreviews\""))
                    .map(line -> line.replaceAll(".*\"requestURI\":\"([^\"]*)\",\"verb\":\"([^\"]*)\".*", "$2 $1"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void installCrd() throws IOException {
        for (String name :
                List.of("modeldeployments.serving.modeldeployment.io", "modelbackups.serving.modeldeployment.io")) {
            install(Path.of("../crds/" + name + ".yaml"), name);
        }
    }

    /** Installs what the snapshot controller's project says VolumeSnapshots are. */
    void installSnapshots() {
        String folder = System.getenv("SNAPSHOT_CRDS_DIR");
        if (folder == null) {
            throw new IllegalStateException("SNAPSHOT_CRDS_DIR is not set: run these tests by `make it`");
        }
        try {
            for (String kind : SNAPSHOT_KINDS) {
                install(Path.of(folder, "snapshot.storage.k8s.io_%s.yaml".formatted(kind)), kind + SNAPSHOT_GROUP);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes them, with every VolumeSnapshot. */
    void removeSnapshots() {
        SNAPSHOT_KINDS.forEach(kind -> remove(kind + SNAPSHOT_GROUP));
    }

    /** Installs what the Gateway API says an HTTPRoute is, as its project publishes it. */
    void installGatewayApi() {
        String folder = System.getenv("GATEWAY_CRDS_DIR");
        if (folder == null) {
            throw new IllegalStateException("GATEWAY_CRDS_DIR is not set: run these tests by `make it`");
        }
        try {
            install(Path.of(folder, "gateway.networking.k8s.io_httproutes.yaml"), HTTP_ROUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes it, with every HTTPRoute. */
    void removeGatewayApi() {
        remove(HTTP_ROUTES);
    }

    private void remove(String definition) {
        try (var client = client("setup")) {
            var crd = client.apiextensions().v1().customResourceDefinitions().withName(definition);
            crd.delete();
            crd.waitUntilCondition(Objects::isNull, 120, TimeUnit.SECONDS);
        }
    }

    private void install(Path crd, String name) throws IOException {
        try (var client = client("setup");
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
        }
    }
}
