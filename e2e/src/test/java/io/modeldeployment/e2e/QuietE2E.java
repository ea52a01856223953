package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modeldeployment.e2e.fixture.AuditLog;
import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@EndToEnd
class QuietE2E {
    private static final Duration REST = Duration.ofSeconds(60);

    @Test
    void afterARolloutTheOperatorWritesNothingForAMinute(Given given) {
        var path = Cluster.auditLog();
        assumeTrue(path.isPresent(), "AUDIT_LOG names no file: this cluster's audit log can't be read");
        var log = new AuditLog(path.orElseThrow(), given.cluster().operatorUser(), given.namespace());
        Instant begin = Instant.now();
        var canary = given.aModelDeployment("canary").isReady();
        given.aModelDeployment("blue-green").withBlueGreen(true).isReady();
        canary.when().theModelBecomes(SpamModel.V2);
        canary.then().theNewRevisionTakesOver();
        canary.then().nothingIsLeftToDo();
        assertFalse(log.writesSince(begin).isEmpty(), "the log shows the writes of the rollout");

        Instant rest = Instant.now();
        Eventually.throughout(
                REST,
                () -> "no write by the operator, but " + log.writesSince(rest),
                () -> log.writesSince(rest).isEmpty());
        assertEquals(List.of(), log.writesSince(rest));
    }
}
