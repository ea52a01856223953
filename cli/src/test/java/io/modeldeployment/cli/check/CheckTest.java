package io.modeldeployment.cli.check;

import static io.modeldeployment.cli.Fixture.NOW;
import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.check.Finding.Level;
import io.modeldeployment.cli.view.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is judged from what was seen. */
class CheckTest {
    private static Fields crd(String properties, String more) {
        return yaml("""
                metadata: {name: modeldeployments.serving.modeldeployment.io}
                spec:
                  versions:
                  - name: v1
                    served: true
                    schema: {openAPIV3Schema: {properties: {spec: {properties: %s}}}}
                status: {conditions: [{type: Established, status: 'True'}]}
                %s
                """.formatted(properties, more));
    }

    private static Fields lease(String holder, String renewed) {
        return yaml("""
                metadata: {name: model-deployment-operator, namespace: model-deployment}
                spec: {holderIdentity: '%s', renewTime: '%s'}
                """.formatted(holder, renewed));
    }

    private static final Fields OWN = crd("{replicas: {}, list: {items: {properties: {a: {}}}}}", "");

    @Test
    void theSameCrdIsFine() {
        assertEquals(Level.OK, CrdCheck.of(OWN, OWN).level());
    }

    @Test
    void anOlderCrdNamesTheFieldsThatItLacks() {
        var finding = CrdCheck.of(crd("{replicas: {}, list: {items: {}}}", ""), OWN);
        assertEquals(Level.WARNING, finding.level());
        assertEquals("older than this plugin: lacks spec.list[].a", finding.detail());
    }

    @Test
    void aNewerCrdNamesTheFieldsThatItHasMore() {
        var finding = CrdCheck.of(OWN, crd("{replicas: {}}", ""));
        assertEquals("newer than this plugin: also has spec.list, spec.list[].a", finding.detail());
    }

    @Test
    void noCrdOrNoneThatIsServedFails() {
        assertEquals(Level.FAILED, CrdCheck.of(Fields.NONE, OWN).level());
        assertEquals(
                Level.FAILED,
                CrdCheck.of(yaml("spec: {versions: [{name: v1alpha1, served: true}]}"), OWN)
                        .level());
        assertEquals(Level.FAILED, CrdCheck.of(OWN.without("status"), OWN).level());
    }

    @Test
    void aLeaderThatRenewsIsFine() {
        assertEquals(
                Level.OK,
                OperatorCheck.leading(List.of(lease("op-1", "2026-03-01T11:59:58.123456Z")), NOW)
                        .level());
    }

    @Test
    void noLeaseNoHolderAndAnOldOneFail() {
        assertEquals(Level.FAILED, OperatorCheck.leading(List.of(), NOW).level());
        assertEquals(
                Level.FAILED,
                OperatorCheck.leading(List.of(lease("", "2026-03-01T11:59:58Z")), NOW)
                        .level());
        var old = OperatorCheck.leading(List.of(lease("op-1", "2026-03-01T11:30:00Z")), NOW);
        assertEquals(Level.FAILED, old.level());
        assertEquals("op-1 stopped leading 30 minutes ago", old.detail());
    }

    @Test
    void missingRightsAreNamed() {
        var need = Right.needs().getFirst();
        assertEquals(Level.OK, need.judge(List.of()).level());
        var finding = need.judge(List.of(new Right("get", "", "pods", "log")));
        assertEquals(Level.FAILED, finding.level());
        assertTrue(finding.detail().contains("get pods/log"), finding.detail());
    }
}
