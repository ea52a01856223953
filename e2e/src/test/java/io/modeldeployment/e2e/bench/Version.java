package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.SpamModel;

/**
 * What a revision is made of here.
 *
 * @param name of the model, which says what is wrong with a faulty server
 * @param model image of the model
 * @param server image of the server
 */
record Version(String name, String model, String server) {
    /** The server with the agent that puts faults in; built by bench/rollouts/build. */
    private static final String FAULTY_SERVER = "modeldeployment/inference-server:faulty";

    /** This model on the server as it is. */
    static Version of(SpamModel model) {
        return new Version("spam", model.image(), Cluster.SERVER_IMAGE);
    }

    /** Another revision with the same answers. */
    Version called(String other) {
        return new Version(other, model, server);
    }

    /** A model that bench/rollouts/build has made. */
    static Version ofBench(String tag) {
        return new Version("spam", "modeldeployment/spam-model:" + tag, Cluster.SERVER_IMAGE);
    }

    /** V2 on a server with a fault such as {@code errors_0.01}; see {@link io.modeldeployment.e2e.fault.FaultAgent}. */
    static Version withFault(String fault) {
        return new Version("spam." + fault, SpamModel.V2.image(), FAULTY_SERVER);
    }

    /** As a merge patch of a spec, in YAML. */
    String patch() {
        return """
                model: {name: %s, source: {image: {reference: '%s'}}}
                server: {image: '%s'}
                """.formatted(name, model, server);
    }

    /** A whole spec of it, in YAML. */
    String spec(int replicas, String strategy) {
        return spec(replicas, strategy, "{drainSeconds: 5}");
    }

    /** A whole spec of it whose users come so, in YAML. */
    String spec(int replicas, String strategy, String traffic) {
        return """
                replicas: %d
                progressDeadlineSeconds: 120
                model: {name: %s, source: {image: {reference: '%s'}}}
                server:
                  image: '%s'
                  resources: {requests: {cpu: 100m, memory: 300Mi}, limits: {memory: 800Mi}}
                traffic: %s
                strategy: %s
                """.formatted(replicas, name, model, server, traffic, strategy);
    }
}
