package io.modeldeployment.cli.history;

import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeepersTest {
    @Test
    void toolsThatWroteTheResourceAreNamed() {
        assertEquals(List.of("Argo CD", "Flux", "kubectl apply"), Keepers.of(yaml("""
                        metadata:
                          annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}
                          labels: {kustomize.toolkit.fluxcd.io/name: apps}
                          managedFields: [{manager: argocd-controller}, {manager: model-deployment-operator}]
                        """)));
        assertTrue(Keepers.warning(yaml("metadata: {}")).startsWith("if this ModelDeployment comes from Git"));
    }
}
