package io.modeldeployment.cli.render;

import static io.modeldeployment.cli.Fixture.CRASHING;
import static io.modeldeployment.cli.Fixture.NOW;
import static io.modeldeployment.cli.Fixture.READY;
import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.canaryObjects;
import static io.modeldeployment.cli.Fixture.deployment;
import static io.modeldeployment.cli.Fixture.judged;
import static io.modeldeployment.cli.Fixture.pod;
import static io.modeldeployment.cli.Fixture.revision;
import static io.modeldeployment.cli.Fixture.tree;
import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.view.RolloutTree;
import org.junit.jupiter.api.Test;

/** Pictures of rollouts, compared with ones that were looked at. */
class TreePageTest {
    private static String picture(RolloutTree tree) {
        return String.join("\n", new TreePage(tree, Style.PLAIN, NOW).lines()) + "\n";
    }

    @Test
    void aPausedCanaryShowsWhoHasWhatAndWhatIsWaitedFor() {
        assertEquals("""
                spam in models · Paused · Canary · step 2/4 · candidate 25 % (the replicas allow 33 %, 33 % by endpoints, 31 % by requests)
                Waits 2m30s more at step 2

                REVISION                        ROLE        WEIGHT   READY   STATUS             RESTARTS   AGE   MESSAGE
                ├─ #3 z9qdwccccc                candidate   25 %     0/1                                   24h
                │  └─ ◌ spam-z9qdwccccc-bbbbb                        0/1     CrashLoopBackOff   3          10m   model.safetensors: truncated
                └─ #2 6xk2cbbbbb                stable      75 %     1/1                                   2d
                   └─ ✔ spam-6xk2cbbbbb-aaaaa                        1/1     Running            0          10m
                1 older revision: see history

                STEPS
                  ✔ 1  setWeight 25
                  ▶ 2  pause 5m   for 2m30s, 2m30s left
                    3  setWeight 50
                    4  pause until promote
                    promotion
                """, picture(tree(canary(), canaryObjects())));
    }

    @Test
    void anExactWeightIsShownWithTheRequestsThatWereCounted() {
        var exact = canary("possible: 33, observed: 33, requests: 31", "observed: 25, requests: 24");
        assertTrue(picture(tree(exact)).contains(" · candidate 25 % (24 % by requests)\n"), picture(tree(exact)));
        var unknown = canary("possible: 33, observed: 33, requests: 31", "observed: 25");
        assertTrue(picture(tree(unknown)).contains(" · candidate 25 %\n"), picture(tree(unknown)));
    }

    @Test
    void blueGreenShowsColoursAndWhenOldPodsGo() {
        var blueGreen = canary(
                "strategy: {canary: {steps: [{setWeight: 25}, {pause: {duration: 5m}}, {setWeight: 50}, {pause: {}}]}}",
                "strategy: {blueGreen: {autoPromotion: false}}",
                "strategy: Canary",
                "strategy: BlueGreen",
                "step: 2/4",
                "step: null",
                "phase: Paused",
                "phase: Healthy",
                "candidateRevision: z9qdwccccc",
                "activeColor: blue",
                "stage: Progressing, startedAt: '2026-03-01T11:50:00Z', stepIndex: 1,",
                "stage: Stable, retiring: [{revision: z9qdwccccc, scaleDownAt: '2026-03-01T12:05:00Z'}],");
        assertEquals(
                """
                spam in models · Healthy · BlueGreen
                Waits 2m30s more at step 2

                REVISION                        ROLE      WEIGHT   READY   STATUS    RESTARTS   AGE   MESSAGE
                ├─ #2 6xk2cbbbbb (blue)         stable    75 %     1/1                          2d
                │  └─ ✔ spam-6xk2cbbbbb-aaaaa                      1/1     Running   0          10m
                └─ #1 z9qdwccccc (green)        retired   -        1/1                          3d    pods go in 5m
                   └─ ✔ spam-z9qdwccccc-bbbbb                      1/1     Running   0          10m
                """,
                picture(tree(
                        blueGreen,
                        revision(2, "6xk2cbbbbb", ""),
                        revision(1, "z9qdwccccc", ""),
                        deployment("6xk2cbbbbb", 1, "blue"),
                        deployment("z9qdwccccc", 1, "green"),
                        pod("6xk2cbbbbb", "aaaaa", READY),
                        pod("z9qdwccccc", "bbbbb", READY))));
    }

    @Test
    void anAbortedRolloutSaysWhyAndWhatTheLastActionDid() {
        var aborted = canary(
                "phase: Paused",
                "phase: Degraded",
                "Waits 2m30s more at step 2",
                "spam stays at 6xk2cbbbbb",
                "{stage: Progressing, startedAt: '2026-03-01T11:50:00Z', stepIndex: 1,",
                "{stage: Failed, abort: {reason: Crashed, message: 'container server died', time: '2026-03-01T11:55:00Z'},",
                "step: 2/4",
                "lastHandledAction: {id: '1', verb: promote, accepted: false, message: no such step,"
                        + " time: '2026-03-01T11:54:00Z'}");
        assertEquals(
                """
                spam in models · Degraded · Canary · candidate 25 % (the replicas allow 33 %, 33 % by endpoints, 31 % by requests)
                spam stays at 6xk2cbbbbb
                Aborted: Crashed 5m ago: container server died

                REVISION                        ROLE      WEIGHT   READY   STATUS             RESTARTS   AGE   MESSAGE
                ├─ #3 z9qdwccccc                aborted   25 %     0/1                                   24h
                │  └─ ◌ spam-z9qdwccccc-bbbbb                      0/1     CrashLoopBackOff   3          10m   model.safetensors: truncated
                └─ 6xk2cbbbbb                   stable    75 %     0/0                                   -

                Last action: promote refused 6m ago: no such step
                """,
                picture(tree(
                        aborted,
                        revision(3, "z9qdwccccc", ""),
                        deployment("z9qdwccccc", 1, ""),
                        pod("z9qdwccccc", "bbbbb", CRASHING))));
    }

    @Test
    void figuresOfEvaluationAndAnalysisAreShownWithTheirIntervals() {
        String picture = picture(tree(judged()));
        for (String line : new String[] {
            "EVALUATION\n  state:                      Failed\n",
            "  candidate.accuracy:         0.918 (0.9006 to 0.9331)\n",
            "  stable.accuracy:            0.956 (0.9425 to 0.9671)\n",
            "  accuracyDrop:               0.038 (0.022 to 0.0541)\n",
            "  liveAgreement.share:        0.98 (0.9113 to 0.999)\n",
            "    maxAccuracyDrop   Failed   accuracy 3.8 points below stable\n",
            "    17     ham        spam        0.9987   ham      -          -\n",
            "ANALYSIS\n",
            "    ErrorRate    Pass        +0.10        from -0.20 to +0.40   0.91"
        }) {
            assertTrue(picture.contains(line), () -> line + "is not in\n" + picture);
        }
        assertFalse(picture.contains("metric1") || picture.contains("0123456789abcdef"), picture);
    }

    @Test
    void verdictsOfANewerOperatorAreShownWhateverTheirFieldsAre() {
        var judged = canary("stableRevision: 6xk2cbbbbb", """
                analysis:
                    verdict: Running
                    progress: {candidateRequests: 120, needed: 400}
                    metrics:
                    - {name: ErrorRate, verdict: Pass, difference: 0.001}
                    - {name: LabelDrift, verdict: Running, samples: 77}
                  stableRevision: 6xk2cbbbbb""");
        String picture = picture(tree(judged));
        assertTrue(picture.contains("""
                ANALYSIS
                  verdict:                    Running
                  progress.candidateRequests: 120
                  progress.needed:            400

                  metrics
                    NAME         VERDICT   DIFFERENCE   SAMPLES
                    ErrorRate    Pass      0.001        -
                    LabelDrift   Running   -            77
                """), picture);
    }

    @Test
    void ofManyStepsThoseAroundTheCurrentOneAreShown() {
        var many = canary(
                "strategy: {canary: {steps: [{setWeight: 25}, {pause: {duration: 5m}}, {setWeight: 50}, {pause: {}}]}}",
                "strategy: {canary: {}}",
                "stepIndex: 1",
                "stepIndex: 8");
        String picture = picture(tree(many));
        assertTrue(picture.contains("""
                STEPS
                  ✔ 4 done before
                  ✔ 5  setWeight 30
                """), picture);
        assertTrue(picture.contains("  ▶ 9  setWeight 50\n"), picture);
        assertTrue(picture.contains("    6 more after\n    promotion\n"), picture);
    }

    @Test
    void aStepOfAKindThatIsNotKnownIsShownAsItIsWritten() {
        var newer = canary("{setWeight: 50}", "{analysis: {metrics: [ErrorRate]}}");
        assertTrue(picture(tree(newer)).contains("    3  analysis metrics [ErrorRate]\n"));
    }

    @Test
    void aResourceWithoutStatusIsShownToo() {
        var fresh = yaml("""
                metadata: {name: spam, namespace: models}
                spec: {model: {name: spam}, strategy: {canary: {}}}
                """);
        assertEquals("""
                spam in models · Unknown

                REVISION   ROLE   WEIGHT   READY   STATUS   RESTARTS   AGE   MESSAGE
                """, picture(tree(fresh)));
    }

    @Test
    void withoutUnicodeThePictureIsAscii() {
        var lines = new TreePage(tree(canary(), canaryObjects()), new Style(false, false), NOW).lines();
        assertTrue(String.join("\n", lines).chars().allMatch(letter -> letter < 128), String.join("\n", lines));
    }

    @Test
    void coloursChangeNoWidth() {
        var plain = new TreePage(tree(canary(), canaryObjects()), Style.PLAIN, NOW).lines();
        var colored = new TreePage(tree(canary(), canaryObjects()), new Style(true, true), NOW).lines();
        assertEquals(
                plain,
                colored.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").stripTrailing())
                        .toList());
        assertTrue(String.join("", colored).contains("\u001b["));
    }
}
