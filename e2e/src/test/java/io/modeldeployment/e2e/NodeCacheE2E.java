package io.modeldeployment.e2e;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Images that nodes keep: by pods of the real DaemonSet controller, run by the real kubelet. */
@EndToEnd
class NodeCacheE2E {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The images of models that a pod of a DaemonSet holds on the node now. */
    private static Set<String> held(Given given) {
        return given.cluster().client().pods().inNamespace(given.namespace()).list().getItems().stream()
                .filter(Readiness::isPodReady)
                .filter(NodeCacheE2E::isOfADaemonSet)
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(Container::getImage)
                .filter(image -> image.contains("spam-model"))
                .collect(Collectors.toSet());
    }

    private static boolean isOfADaemonSet(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getKind().equals("DaemonSet"));
    }

    private static void awaitHeld(Given given, SpamModel... versions) {
        Set<String> images = Set.of(versions).stream().map(SpamModel::image).collect(Collectors.toSet());
        Eventually.within(LIMIT, "the node to hold " + images, () -> held(given).equals(images));
    }

    @Test
    void theNodeHoldsWhatServesAndWhatIsOnItsWayAndUsersNoticeNothing(Given given) {
        var spam = given.aModelDeployment("spam").isReady();
        try (var users = spam.isInUse()) {
            spam.when().theSpecBecomes("{model: {nodeCache: Images}}");
            awaitHeld(given, SpamModel.V1);
            spam.when().theModelBecomes(SpamModel.V2);
            awaitHeld(given, SpamModel.V1, SpamModel.V2);
            spam.then().theNewRevisionTakesOver();
            awaitHeld(given, SpamModel.V2);
            users.sawNoFailure();
        }
        spam.when().theSpecBecomes("{model: {nodeCache: None}}");
        awaitHeld(given);
    }
}
