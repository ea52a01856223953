package io.modeldeployment.cli;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutTree;
import io.modeldeployment.cli.view.RolloutView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A canary at a pause with its objects, as the operator and Kubernetes write them. */
public final class Fixture {
    /** When the pictures are taken. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** A canary between its two revisions; the second step, a pause, is the current one. */
    public static final String CANARY = """
            apiVersion: serving.modeldeployment.io/v1
            kind: ModelDeployment
            metadata:
              name: spam
              namespace: models
              uid: 11111111-2222-3333-4444-555555555555
              generation: 2
              creationTimestamp: '2026-02-27T12:00:00Z'
            spec:
              replicas: 3
              progressDeadlineSeconds: 1800
              model: {name: spam, source: {image: {reference: 'registry.example.com/spam:v2', path: /model}}}
              server: {port: 8000, maxTokens: 256}
              strategy: {canary: {steps: [{setWeight: 25}, {pause: {duration: 5m}}, {setWeight: 50}, {pause: {}}]}}
            status:
              observedGeneration: 2
              phase: Paused
              message: Waits 2m30s more at step 2
              strategy: Canary
              step: 2/4
              replicas: 4
              readyReplicas: 4
              stableRevision: 6xk2cbbbbb
              candidateRevision: z9qdwccccc
              weights: {stable: 75, candidate: 25, possible: 33, observed: 33, requests: 31}
              rollout: {stage: Progressing, startedAt: '2026-03-01T11:50:00Z', stepIndex: 1,
                stepStartedAt: '2026-03-01T11:57:30Z'}
              conditions:
              - {type: Ready, status: 'False', reason: RolloutPaused, message: Waits,
                 lastTransitionTime: '2026-03-01T11:50:00Z'}
              - {type: Available, status: 'True', reason: EndpointsReady, message: Serves,
                 lastTransitionTime: '2026-03-01T11:00:00Z'}
            """;

    /** What the operator writes of a candidate that it judges: fields of the status, to be put before another. */
    public static final String JUDGED = """
            evaluation:
                state: Failed
                message: accuracy 3.8 points below stable (2.2 to 5.4; 59 texts worse, 15 better), at most 1.0 wanted
                question: 0123456789abcdef
                goldenSetSha256: '0000000000000000000000000000000000000000000000000000000000000000'
                texts: 1159
                answered: 1159
                candidate:
                  revision: z9qdwccccc
                  accuracy: {value: 0.918, lower: 0.9006, upper: 0.9331}
                  calibrationError: 0.031
                  latencyP99Ms: 41.5
                  unanswered: 1
                  truncated: 204
                stable:
                  revision: 6xk2cbbbbb
                  accuracy: {value: 0.956, lower: 0.9425, upper: 0.9671}
                accuracyDrop: {value: 0.038, lower: 0.022, upper: 0.0541}
                agreement: {value: 0.9362, lower: 0.9205, upper: 0.9495}
                probabilityDistance: 0.0713
                checks:
                - {name: maxAccuracyDrop, state: Failed, message: accuracy 3.8 points below stable}
                worstExamples:
                - {line: 17, expected: ham, candidate: spam, score: 0.9987, stable: ham}
                - {line: 40, expected: spam, problem: no label, text: shown on demand}
                liveAgreement:
                  state: Running
                  message: 'agreement with stable: 98.00 % of 200 inputs'
                  question: 0123456789abcdef
                  texts: 200
                  equal: 196
                  share: {value: 0.98, lower: 0.9113, upper: 0.999}
              analysis:
                candidateRevision: z9qdwccccc
                stableRevision: 6xk2cbbbbb
                startedAt: '2026-03-01T11:50:00Z'
                verdict: Undecided
                metrics:
                - {name: ErrorRate, verdict: Pass, difference: '+0.10', interval: from -0.20 to +0.40, evidence: '0.91',
                   stableSamples: 1200, candidateSamples: 400, message: no worse, state: metric1 ERROR_RATE 0.1}
                - {name: LabelDrift, verdict: Undecided, stableSamples: 77, candidateSamples: 20, message: not yet}
            """;

    private Fixture() {}

    /** The canary with {@link #JUDGED} in its status. */
    public static Fields judged() {
        return canary(
                "stableRevision: 6xk2cbbbbb\n  candidateRevision",
                JUDGED + "  stableRevision: 6xk2cbbbbb\n  candidateRevision");
    }

    /** Reads YAML. */
    public static Fields yaml(String text) {
        return Fields.of(Serialization.unmarshal(text, Map.class));
    }

    /** {@link #CANARY} with pieces of its text replaced: old, new, old, new. */
    public static Fields canary(String... replacements) {
        String text = CANARY;
        for (int i = 0; i < replacements.length; i += 2) {
            if (!text.contains(replacements[i])) {
                throw new IllegalArgumentException("the canary has no '" + replacements[i] + "'");
            }
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return yaml(text);
    }

    /** A ControllerRevision as the operator stores it. */
    public static Fields revision(long number, String hash, String content) {
        return yaml("""
                apiVersion: apps/v1
                kind: ControllerRevision
                metadata:
                  name: spam-%s
                  namespace: models
                  creationTimestamp: '2026-02-2%dT12:00:00Z'
                  labels: {serving.modeldeployment.io/name: spam, serving.modeldeployment.io/revision: %s}
                revision: %d
                data: {content: '%s', template: {}}
                """.formatted(hash, 5 + number, hash, number, content));
    }

    /** A revision's Deployment; no colour where it is empty. */
    public static Fields deployment(String hash, int replicas, String color) {
        return yaml("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: spam-%s
                  namespace: models
                  labels: {serving.modeldeployment.io/name: spam, serving.modeldeployment.io/revision: %s%s}
                spec: {replicas: %d}
                """.formatted(
                        hash, hash, color.isEmpty() ? "" : ", serving.modeldeployment.io/color: " + color, replicas));
    }

    /** A pod with a status as YAML in flow style. */
    public static Fields pod(String hash, String suffix, String status) {
        return yaml("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: spam-%s-%s
                  namespace: models
                  creationTimestamp: '2026-03-01T11:50:00Z'
                  labels: {serving.modeldeployment.io/name: spam, serving.modeldeployment.io/revision: %s}
                spec: {containers: [{name: server, image: server}]}
                status: %s
                """.formatted(hash, suffix, hash, status));
    }

    /** The status of a pod that serves. */
    public static final String READY = "{phase: Running, conditions: [{type: Ready, status: 'True'}],"
            + " containerStatuses: [{name: server, ready: true, restartCount: 0, state: {running: {}}}]}";

    /** The status of a pod that dies again and again. */
    public static final String CRASHING = "{phase: Running, conditions: [{type: Ready, status: 'False'}],"
            + " containerStatuses: [{name: server, ready: false, restartCount: 3,"
            + " state: {waiting: {reason: CrashLoopBackOff, message: back-off 40s}},"
            + " lastState: {terminated: {exitCode: 3, message: \"loading\\nmodel.safetensors: truncated\\n\"}}}]}";

    /** The tree of a rollout and of all objects given. */
    public static RolloutTree tree(Fields rollout, Fields... objects) {
        return RolloutTree.of(
                new RolloutView(rollout),
                new RolloutTree.Parts(
                        of("ControllerRevision", objects), of("Deployment", objects), of("Pod", objects)));
    }

    private static List<Fields> of(String kind, Fields... objects) {
        return Arrays.stream(objects)
                .filter(object -> object.text("kind").orElse("").equals(kind))
                .toList();
    }

    /** The objects of the canary: two revisions with a pod each, and one long retired. */
    public static Fields[] canaryObjects() {
        return new Fields[] {
            revision(1, "4hf7daaaaa", ""),
            revision(2, "6xk2cbbbbb", ""),
            revision(3, "z9qdwccccc", ""),
            deployment("4hf7daaaaa", 0, ""),
            deployment("6xk2cbbbbb", 1, ""),
            deployment("z9qdwccccc", 1, ""),
            pod("6xk2cbbbbb", "aaaaa", READY),
            pod("z9qdwccccc", "bbbbb", CRASHING)
        };
    }
}
