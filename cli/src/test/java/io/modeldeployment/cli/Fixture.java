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

    private Fixture() {}

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
