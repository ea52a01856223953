package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.Function;

/**
 * All that a command takes from outside, so that a test can give its own.
 *
 * @param clients opens a client for what the flags say about the cluster
 */
record Surroundings(
        PrintWriter out, PrintWriter err, Clock clock, Screen screen, Function<Connection, KubernetesClient> clients) {}
