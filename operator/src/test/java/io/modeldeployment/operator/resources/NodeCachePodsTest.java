package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pods that hold a revision's images on nodes. */
class NodeCachePodsTest {
    private static final RevisionHash HASH = new RevisionHash("bcdfghjklm");
    private static final String GPU = """
            scheduling:
              nodeSelector: {pool: models}
              tolerations: [{key: models, operator: Exists, effect: NoSchedule}]
              priorityClassName: high
            accelerator: {resource: nvidia.com/gpu, count: 1}
            """;

    private static PodSpec served(String more) {
        return PodTemplate.render(
                        "spam", HASH, RevisionContent.of(Specs.image(more).getSpec()), "server:1")
                .getSpec();
    }

    private static PodSpec cached(String more) {
        return NodeCachePods.spec("spam", HASH, served(more)).getTemplate().getSpec();
    }

    @Test
    void eachImageIsHeldOnceByAContainerThatSleeps() {
        var pod = cached("");
        assertEquals(
                List.of("server:1", "models/spam:v1"),
                pod.getContainers().stream().map(Container::getImage).toList());
        pod.getContainers()
                .forEach(container -> assertEquals(
                        List.of("/tools/busybox", "sleep"),
                        container.getCommand().subList(0, 2)));
    }

    @Test
    void itGoesWhereTheServersGoAndTakesNoDeviceAndNobodysPlace() {
        var pod = cached(GPU);
        assertEquals(served(GPU).getNodeSelector(), pod.getNodeSelector());
        assertEquals(served(GPU).getTolerations(), pod.getTolerations());
        assertEquals(2, pod.getTolerations().size());
        assertNull(pod.getPriorityClassName());
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .forEach(container -> {
                    assertEquals(
                            Set.of("cpu", "memory"),
                            container.getResources().getLimits().keySet());
                    assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
                });
    }

    @Test
    void noServiceSelectsIt() {
        var labels = NodeCachePods.spec("spam", HASH, served(""))
                .getTemplate()
                .getMetadata()
                .getLabels();
        assertFalse(labels.containsKey(Labels.NAME));
        assertEquals("spam", labels.get(Labels.NODE_CACHE));
    }
}
