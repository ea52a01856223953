package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.RevisionAntiAffinity;
import io.modeldeployment.operator.rollout.RevisionHash;
import org.junit.jupiter.api.Test;

/** Whom a revision's pods keep away from, and that a revision which has its template is left alone. */
class AntiAffinityTest {
    private static final RevisionHash HASH = new RevisionHash("6xk2cbbbbb");
    private static final PodTemplateSpec PLAIN = PodTemplate.render(
            "spam", HASH, RevisionContent.of(spec("canary: {}").getSpec()), "server:v1");
    private static final String OTHERS = """
            {"labelSelector":{"matchExpressions":[{"key":"serving.modeldeployment.io/revision","operator":"NotIn",\
            "values":["6xk2cbbbbb"]}],"matchLabels":{"serving.modeldeployment.io/name":"spam"}},\
            "topologyKey":"kubernetes.io/hostname"}""";

    private static ModelDeployment spec(String strategy) {
        return Specs.resource(
                "model: {name: spam, source: {image: {reference: models/spam:v1}}}\nstrategy: {" + strategy + "}");
    }

    private static String affinity(RevisionAntiAffinity wanted) {
        return Serialization.asJson(AntiAffinity.added(PLAIN, "spam", HASH, wanted)
                .getSpec()
                .getAffinity()
                .getPodAntiAffinity());
    }

    @Test
    void rule20_withoutItTheTemplateStaysAsItWas() {
        assertSame(PLAIN, AntiAffinity.added(PLAIN, "spam", HASH, RevisionAntiAffinity.NONE));
        assertEquals(
                RevisionAntiAffinity.NONE, AntiAffinity.of(spec("canary: {}").getSpec()));
        assertEquals(
                RevisionAntiAffinity.NONE, AntiAffinity.of(spec("blueGreen: {}").getSpec()));
    }

    @Test
    void podsKeepAwayFromOtherRevisionsOfTheSameModelAlone() {
        assertEquals(
                "{\"requiredDuringSchedulingIgnoredDuringExecution\":[" + OTHERS + "]}",
                affinity(RevisionAntiAffinity.REQUIRED));
        assertEquals(
                "{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"podAffinityTerm\":" + OTHERS
                        + ",\"weight\":100}]}",
                affinity(RevisionAntiAffinity.PREFERRED));
    }

    @Test
    void itIsNoPartOfTheRevision() {
        var required = spec("canary: {antiAffinity: Required}").getSpec();

        assertEquals(RevisionAntiAffinity.REQUIRED, AntiAffinity.of(required));
        assertEquals(
                RevisionContent.of(spec("canary: {}").getSpec()).hash(0),
                RevisionContent.of(required).hash(0));
    }
}
