package io.modeldeployment.operator.reconcile.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the API server says of a missing right, and what a person is told. */
class DenialTest {
    private static KubernetesClientException refused(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }

    private static KubernetesClientException missing(String verb, String resource, String group) {
        return refused(
                403,
                "%s is forbidden: User \"system:serviceaccount:a:b\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"c\""
                        .formatted(resource, verb, resource, group));
    }

    @Test
    void aMissingRightIsNamedWithWhatToDo() {
        assertEquals(
                Optional.of(
                        "the operator may not create jobs (API group batch): upgrade the chart with rbac.create, or grant it"
                                + " as its templates/rbac.yaml does"),
                Denial.of(new IllegalStateException(missing("create", "jobs", "batch")))
                        .map(Denial::message));
        assertEquals(
                Optional.of("the operator may not patch persistentvolumeclaims (API group core): upgrade the chart with"
                        + " rbac.create, or grant it as its templates/rbac.yaml does"),
                Denial.of(missing("patch", "persistentvolumeclaims", "")).map(Denial::message));
        assertTrue(Denial.of(missing("list", "volumesnapshots", "snapshot.storage.k8s.io"))
                .orElseThrow()
                .message()
                .contains("snapshots.enabled"));
    }

    @Test
    void quotasAndPoliciesAreNoMissingRights() {
        assertEquals(Optional.empty(), Denial.of(refused(403, "pods \"a\" is forbidden: exceeded quota: small")));
        assertEquals(Optional.empty(), Denial.of(refused(500, "cannot list resource \"a\" in API group \"b\"")));
    }

    @Test
    void theRestGoesOnAndEverythingIsSaidOnce() {
        var denials = new Denials();
        assertEquals(Optional.empty(), denials.message());
        assertTrue(denials.attempt(() -> {}));
        for (int i = 0; i < 2; i++) {
            assertFalse(denials.attempt(() -> {
                throw missing("create", "jobs", "batch");
            }));
        }
        assertFalse(denials.attempt(() -> {
            throw missing("create", "persistentvolumeclaims", "");
        }));
        assertEquals(
                Optional.of(
                        "The operator may not create jobs (API group batch); create persistentvolumeclaims (API group core):"
                                + " upgrade the chart with rbac.create, or grant it as its templates/rbac.yaml does. What needs it"
                                + " waits, the rest goes on"),
                denials.message());
        assertThrows(
                KubernetesClientException.class,
                () -> denials.attempt(() -> {
                    throw refused(403, "exceeded quota");
                }));
    }
}
