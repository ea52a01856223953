package io.modeldeployment.operator.it;

import static io.modeldeployment.operator.it.OperatorHarness.condition;
import static io.modeldeployment.operator.it.OperatorHarness.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.modeldeployment.operator.resources.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The DaemonSets that keep images on nodes, against a real API server; nothing runs their pods. */
class NodeCacheIT {
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}, {pause: {}}]}}";
    private static final String CACHED = "model: {nodeCache: Images}";

    private static Set<String> models(List<DaemonSet> daemonSets) {
        return daemonSets.stream()
                .flatMap(set -> set.getSpec().getTemplate().getSpec().getContainers().stream())
                .map(Container::getImage)
                .filter(image -> image.startsWith("models/"))
                .collect(Collectors.toSet());
    }

    private static List<DaemonSet> all(OperatorHarness harness) {
        return harness.client
                .apps()
                .daemonSets()
                .inNamespace(harness.namespace)
                .list()
                .getItems();
    }

    private static void awaitModels(OperatorHarness harness, Set<String> wanted) {
        harness.client
                .apps()
                .daemonSets()
                .inNamespace(harness.namespace)
                .informOnCondition(daemonSets -> models(daemonSets).equals(wanted))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void nodesKeepTheImagesOfStableAndCandidateAndNoOther() {
        try (var harness = new OperatorHarness()) {
            harness.apply("models/spam:v1", 1, CANARY);
            String stable = harness.awaitReady().stableRevision();
            assertEquals(List.of(), all(harness));

            harness.change(CACHED);
            awaitModels(harness, Set.of("models/spam:v1"));
            assertEquals(stable, harness.awaitReady().stableRevision());

            harness.change("model: {source: {image: {reference: 'models/spam:v2'}}}");
            harness.await("the pause", status -> status.candidateRevision() != null && status.step() != null);
            awaitModels(harness, Set.of("models/spam:v1", "models/spam:v2"));
            // No pod of theirs gets traffic.
            all(harness)
                    .forEach(set -> assertFalse(set.getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .containsKey(Labels.NAME)));
            harness.act("promote-full");
            awaitModels(harness, Set.of("models/spam:v2"));

            harness.change("model: {nodeCache: None}");
            awaitModels(harness, Set.of());
        }
    }

    @Test
    void nodesKeepThemOnceThatIsAllowed() {
        try (var harness = new OperatorHarness("daemonsets")) {
            harness.apply("models/spam:v1", 1, CANARY);
            harness.awaitReady();
            harness.change(CACHED);
            var missing = harness.await(
                    "what is missing", status -> condition(status, "Permitted").equals(Optional.of("False")));
            assertTrue(
                    message(missing, "Permitted").orElseThrow().contains("may not list daemonsets (API group apps)"));
            assertEquals(Optional.of("True"), condition(missing, "Ready"));
            harness.rights.grantAllBut(Set.of());
            DaemonSet kept = harness.client
                    .apps()
                    .daemonSets()
                    .inNamespace(harness.namespace)
                    .waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
            assertEquals(
                    "spam-" + harness.status().stableRevision() + "-cache",
                    kept.getMetadata().getName());
        }
    }
}
