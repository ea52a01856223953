package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.Fixture;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.view.Fields;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Runs command lines as a shell would, against a client of the test, and keeps what they wrote. */
final class CommandLineRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Surroundings surroundings;

    CommandLineRun(KubernetesClient client) {
        this(client, Screen.plain());
    }

    CommandLineRun(KubernetesClient client, Screen screen) {
        surroundings = new Surroundings(
                new PrintWriter(out),
                new PrintWriter(err),
                Clock.fixed(Fixture.NOW, ZoneOffset.UTC),
                screen,
                connection -> new KubernetesClientBuilder()
                        .withConfig(client.getConfiguration())
                        .build());
    }

    /** The exit code of a command line. */
    int run(String... arguments) {
        return Mdep.run(surroundings, arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** Puts objects into the server. */
    static void create(KubernetesClient client, Fields... objects) {
        for (Fields object : objects) {
            var resource =
                    Serialization.unmarshal(Serialization.asYaml(object.values()), GenericKubernetesResource.class);
            var kind = Arrays.stream(Kind.values())
                    .filter(each -> each.word().equals(object.text("kind").orElseThrow()))
                    .findFirst()
                    .orElseThrow();
            client.genericKubernetesResources(kind.context())
                    .inNamespace(object.namespace())
                    .resource(resource)
                    .create();
        }
    }
}
