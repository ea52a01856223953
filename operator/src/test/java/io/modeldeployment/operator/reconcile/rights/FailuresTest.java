package io.modeldeployment.operator.reconcile.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.modeldeployment.operator.status.ErrorStatus.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pass that failed says in a status, and from which try on. */
class FailuresTest {
    private static final KubernetesClientException WEBHOOK = answered(500, "failed calling webhook \"policy\"");

    /** As the client throws it: its own message names the request as well. */
    private static KubernetesClientException answered(int code, String words) {
        return new KubernetesClientException(
                "Failure executing: PATCH at: https://10.0.0.1/api. Message: " + words,
                code,
                new StatusBuilder().withCode(code).withMessage(words).build());
    }

    private static Optional<Problem> after(int tries, Throwable error) {
        return Failures.problem(error, Optional.of(new RetryInfo() {
            @Override
            public int getAttemptCount() {
                return tries;
            }

            @Override
            public boolean isLastAttempt() {
                return false;
            }
        }));
    }

    @Test
    void whatMayPassIsSaidOnceItLasts() {
        assertEquals(Optional.empty(), Failures.problem(WEBHOOK, Optional.empty()));
        assertEquals(Optional.empty(), after(2, WEBHOOK));
        Problem problem = after(3, new OperatorException(WEBHOOK)).orElseThrow();
        assertEquals("APIServerError", problem.reason());
        assertTrue(problem.message().endsWith("until it does: failed calling webhook \"policy\""), problem.message());
    }

    @Test
    void anErrorOfTheOperatorsOwnNamesItsFirstCause() {
        Problem problem = after(3, new OperatorException(new IllegalStateException("no such revision")))
                .orElseThrow();
        assertEquals("InternalError", problem.reason());
        assertTrue(problem.message().endsWith("IllegalStateException: no such revision"), problem.message());
    }

    @Test
    void whatAPersonHasToMendIsSaidAtOnce() {
        assertEquals(
                Optional.of(new Problem("Invalid", "spec.replicas: too many")),
                Failures.problem(new OperatorException(answered(422, "spec.replicas: too many")), Optional.empty()));
        assertEquals(
                Optional.of(new Problem("Forbidden", "exceeded quota: pods")),
                Failures.problem(answered(403, "exceeded quota: pods"), Optional.empty()));
        var service = new ServiceBuilder()
                .withNewMetadata()
                .withName("spam")
                .endMetadata()
                .build();
        Problem taken = Failures.problem(new NameTakenException(service, "ModelBackup"), Optional.empty())
                .orElseThrow();
        assertEquals("NameTaken", taken.reason());
        assertEquals(
                "Service spam exists and is not owned by this ModelBackup: delete it, or give the ModelBackup another name",
                taken.message());
    }
}
