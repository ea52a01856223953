package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl apply} refuses, and in which words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {
    private static final String MODEL = "model: {name: spam, source: {image: {reference: models/spam:v1}}}";
    private static final String CANARY = "strategy: {canary: {}}";

    private final KubernetesClient client = ApiServer.shared().client("test");
    private final String namespace = ApiServer.shared().newNamespace(client);

    @BeforeAll
    void theGoodOneIsTaken() {
        assertDoesNotThrow(() -> create("spam", MODEL, CANARY));
    }

    @AfterAll
    void close() {
        client.close();
    }

    private GenericKubernetesResource create(String name, String model, String rest) {
        var yaml = "apiVersion: serving.modeldeployment.io/v1\nkind: ModelDeployment\nmetadata: {name: " + name
                + ", namespace: " + namespace + "}\nspec:\n"
                + (model + "\n" + rest).indent(2);
        return client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .dryRun()
                .create();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy: {canary: {}, blueGreen: {}} | exactly one strategy",
                "strategy: {} | exactly one strategy",
                "replicas: 1 | spec.strategy: Required value",
                "strategy: {canary: {steps: [{setWeight: 50}, {setWeight: 20}]}} | rising order",
                "strategy: {canary: {steps: [{setWeight: 101}]}} | less than or equal to 100",
                "strategy: {canary: {steps: [{setWeight: -1}]}} | greater than or equal to 0",
                "strategy: {canary: {steps: []}} | at least 1 items",
                "strategy: {canary: {steps: [{}]}} | exactly one of setWeight",
                "strategy: {canary: {steps: [{setWeight: 5, pause: {}}]}} | exactly one of setWeight",
                "strategy: {canary: {steps: [{pause: {duration: 10 minutes}}]}} | 30s, 5m or 1h30m",
                "strategy: {canary: {steps: [{pause: {duration: -5s}}]}} | 30s, 5m or 1h30m",
                "strategy: {canary: {steps: [{pause: {duration: ''}}]}} | 30s, 5m or 1h30m",
                "strategy: {canary: {steps: [{analysis: {}}]}} | write analysis: {} beside steps",
                "strategy: {canary: {steps: [{setMirror: {percentage: 5}}]}} | write traffic.gateway too",
                "strategy: {canary: {steps: [{setHeaderRoute: {name: a}}]}} | write traffic.gateway too",
                "strategy: {canary: {analysis: {falseAlarmPercent: 0}}} | greater than or equal to 1",
                "strategy: {canary: {analysis: {metrics: [ErrorRate, ErrorRate]}}} | name each metric once",
                "strategy: {canary: {analysis: {metrics: [Vibes]}}} | supported values",
                "strategy: {canary: {analysis: {maxDuration: 5 minutes}}} | 30s, 5m or 1h30m",
                "strategy: {canary: {analysis: {metrics: []}}} | compares nothing: write checks",
                "strategy: {canary: {analysis: {checks: []}}} | at least 1 items",
                "strategy: {blueGreen: {prePromotionAnalysis: {checks: [{name: a, metric: ErrorRate, max: 1%}]}}} | before the promotion",
                "strategy: {blueGreen: {postPromotionAnalysis: {}}} | checks: Required value",
                "strategy: {canary: {steps: [{scale: {}}]}} | exactly one of replicas, percent",
                "strategy: {canary: {steps: [{scale: {replicas: 2, percent: 5}}]}} | exactly one of replicas, percent",
                "strategy: {canary: {steps: [{scale: {replicas: 0}}]}} | greater than or equal to 1",
                "strategy: {canary: {steps: [{scale: {percent: 101}}]}} | less than or equal to 100",
                "strategy: {canary: {steps: [{scale: {matchTrafficWeight: false}}]}} | write matchTrafficWeight: true",
                "strategy: {canary: {steps: [{setWeight: 5}, {scale: {replicas: 2}}]}} | before the first setWeight above 0",
                "strategy: {canary: {antiAffinity: Sometimes}} | supported values",
                "strategy: {canary: {}, approvedRevision: latest} | write the candidate's hash",
                "strategy: {canary: {}, approvedRevision: ''} | write the candidate's hash",
                "strategy: {blueGreen: {previewReplicas: 0}} | greater than or equal to 1",
            })
    void strategies(String strategy, String message) {
        assertRefused(message, "spam", MODEL, strategy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: a, metric: ErrorRate, max: 1%}, {name: a, metric: LatencyP99, max: 1s} | a name of its own",
                "{name: a, max: 1%} | exactly one source of the number",
                "{name: a, max: '1', metric: ErrorRate, web: {url: 'http://a/b'}} | exactly one source of the number",
                "{name: a, metric: ErrorRate} | write min, max or both",
                "{name: a, metric: ErrorRate, max: '0.01'} | with its unit",
                "{name: a, metric: LatencyP99, max: 5%} | with its unit",
                "{name: a, metric: ErrorRate, max: 1%, min: 0%} | write max without min",
                "{name: a, metric: Vibes, max: 1%} | supported values",
                "{name: A_1, metric: ErrorRate, max: 1%} | lower-case letters",
                "{name: a, metric: ErrorRate, max: NaN%} | write a number with a point",
                "{name: a, metric: ErrorRate, max: 1%, interval: 1s} | an interval of 5s or more",
                "{name: a, metric: ErrorRate, max: 1%, interval: soon} | an interval of 5s or more",
                "{name: a, metric: ErrorRate, max: 1%, count: 0} | greater than or equal to 1",
                "{name: a, metric: ErrorRate, max: 1%, failureLimit: -1} | greater than or equal to 0",
                "{name: a, max: '1', web: {url: 'file:///etc/passwd'}} | write an http or https URL",
                "{name: a, max: '1', web: {url: 'http://me:secret@a/b'}} | write an http or https URL",
                "{name: a, max: '1', web: {url: 'http://a/{{password}}'}} | no other placeholders",
                "{name: a, max: '1', web: {url: 'http://a/b', jsonPointer: a.b}} | write a JSON pointer",
                "{name: a, job: {image: b}, max: '1'} | a job runs once",
                "{name: a, job: {image: b}, count: 2} | a job runs once",
                "{name: a, job: {}} | image: Required value",
                "{name: a, job: {image: 'B c'}} | write an image reference",
                "{name: a, job: {image: b, timeout: 7h}} | from 1s to 6h",
                "{name: a, job: {image: b, env: [{name: 1a, value: b}]}} | name of an environment variable",
                "{name: a, job: {image: b, env: [{name: A, valueFrom: {secretKeyRef: {name: a, key: b}}}]}} | value: Required value",
                "{name: a, max: '1', prometheus: {url: 'http://a'}} | query: Required value",
                "{name: a, max: '1', prometheus: {url: 'http://a', query: 'x{{args.y}}'}} | the only placeholders are",
            })
    void checks(String checks, String message) {
        assertRefused(
                message, "spam", MODEL, "strategy: {canary: {analysis: {metrics: [], checks: [" + checks + "]}}}");
    }

    @Test
    void goodChecksAreTaken() {
        assertDoesNotThrow(() -> create("spam", MODEL, """
                strategy:
                  canary:
                    analysis:
                      metrics: []
                      checks:
                      - {name: errors, metric: ErrorRate, max: 1.5%, interval: 1m30s, count: 5, failureLimit: 1}
                      - {name: slow, metric: LatencyP99, max: 300ms}
                      - {name: orders, min: '-0.5', max: '2', prometheus: {url: 'https://p.example:9090/prom',
                         query: 'sum(rate(x{rev="{{candidate}}",old="{{stable}}"}[2m]))'}}
                      - {name: smoke, job: {image: 'registry.example.com/a:v1', command: [sh, -c, 'exit 0'], timeout: 1h30m,
                         env: [{name: A, value: '{{stable}}'}], resources: {limits: {memory: 64Mi}}}}
                      - {name: review, min: 95%, web: {url: 'http://{{name}}-{{candidate}}.{{namespace}}/a?b=c',
                         jsonPointer: /data/0/a~1b}}
                """));
    }

    @Test
    void tooManySteps() {
        var steps = String.join(", ", Collections.nCopies(101, "{setWeight: 5}"));
        assertRefused("at most 100 items", "spam", MODEL, "strategy: {canary: {steps: [" + steps + "]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: -1 | greater than or equal to 0",
                "rollbackWindow: {} | revisions: Required value",
                "rollbackWindow: {revisions: 0} | greater than or equal to 1",
                "server: {port: 80} | greater than or equal to 1024",
                "server: {device: Tpu} | supported values",
                "server: {sampleSize: 10} | greater than or equal to 50",
                "server: {sampleSize: 2000} | less than or equal to 1000",
                "server: {image: 'no spaces:v1'} | write an image reference",
                "scheduling: {tolerations: [{key: a, operator: Exists, value: b}]} | write no value",
                "server: {batching: {queueTimeout: soon}} | 30s, 5m or 1h30m",
            })
    void settings(String setting, String message) {
        assertRefused(message, "spam", MODEL, CANARY + "\n" + setting);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | exactly one source",
                "{image: {reference: a}, volumeClaim: {claimName: b}} | exactly one source",
                "{image: {reference: 'Upper/Case:v1 '}} | write an image reference",
                "{image: {reference: 'models/spam@sha256:abc'}} | write an image reference",
                "{image: {reference: a, path: model}} | absolute path",
                "{image: {reference: a, path: /m/../etc}} | absolute path",
                "{volumeClaim: {claimName: 'Not A Name'}} | name of a PersistentVolumeClaim",
                "{volumeClaim: {claimName: a, path: ../../etc}} | relative to the claim",
                "{volumeClaim: {claimName: a, path: /etc}} | relative to the claim",
            })
    void sources(String source, String message) {
        assertRefused(message, "spam", "model: {name: spam, source: " + source + "}", CANARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | write goldenSet, agreement, or both",
                "{goldenSet: {}} | exactly one source of the golden set: configMapRef, url or volumeClaim",
                "{goldenSet: {url: 'http://a/b', configMapRef: {name: a}}} | exactly one source of the golden set",
                "{goldenSet: {volume: {claimName: a, path: b}}} | exactly one source of the golden set",
                "{goldenSet: {url: 'ftp://a.example/b'}} | write an http or https URL",
                "{goldenSet: {url: 'https://me:secret@a.example/b'}} | write an http or https URL",
                "{goldenSet: {url: 'https://a.example/b', sha256: abc}} | 64",
                "{goldenSet: {configMapRef: {name: 'Not A Name'}}} | name of a ConfigMap",
                "{goldenSet: {configMapRef: {name: a, key: 'b/c'}}} | write a key",
                "{goldenSet: {configMapRef: {name: a}}, minAccuracy: 90} | less than or equal to 1",
                "{goldenSet: {configMapRef: {name: a}}, maxAccuracyDrop: -0.1} | greater than or equal to 0",
                "{goldenSet: {configMapRef: {name: a}}, maxLatencyP99: 1m} | 80ms or 2s",
                "{goldenSet: {configMapRef: {name: a}}, maxLatencyP99: 0ms} | 80ms or 2s",
                "{goldenSet: {configMapRef: {name: a}}, confidence: 1} | from 0.5 to 0.9999",
                "{goldenSet: {configMapRef: {name: a}}, timeout: soon} | 30s, 5m or 1h30m",
                "{goldenSet: {configMapRef: {name: a}}, worstExamples: 51} | less than or equal to 50",
                "{agreement: {}} | agreement.min: Required value",
                "{agreement: {min: 1}} | from 0.5 to 0.9999",
                "{agreement: {min: 0.95}} | write server.sampleSize, for example 200",
                "{agreement: {min: 0.95, minTexts: 0}} | greater than or equal to 1",
                "{agreement: {min: 0.95, maxDuration: soon}} | 30s, 5m or 1h30m",
            })
    void evaluations(String evaluation, String message) {
        assertRefused(message, "spam", MODEL, CANARY + "\nevaluation: " + evaluation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | parentRefs: Required value",
                "{parentRefs: []} | at least 1 items",
                "{parentRefs: [{namespace: infra}]} | name: Required value",
                "{parentRefs: [{name: Public}]} | write the name of a Gateway",
                "{parentRefs: [{name: a, namespace: 'a.b'}]} | write the name of a namespace",
                "{parentRefs: [{name: a, sectionName: 'Http S'}]} | write the name of a listener",
                "{parentRefs: [{name: a, port: 0}]} | greater than or equal to 1",
                "{parentRefs: [{name: a}, {name: a}]} | name each Gateway once",
                "{parentRefs: [{name: a}, {name: a, sectionName: b}]} | name each Gateway once",
                "{parentRefs: [{name: a, sectionName: b}, {name: a, sectionName: b, port: 80}]} | name each Gateway once",
                "{parentRefs: [{name: a}], hostnames: []} | at least 1 items",
                "{parentRefs: [{name: a}], hostnames: ['https://a.example']} | write host names in lower case",
                "{parentRefs: [{name: a}], hostnames: ['a.*.example']} | write host names in lower case",
                "{parentRefs: [{name: a}], hostnames: ['A.example']} | write host names in lower case",
            })
    void gateways(String gateway, String message) {
        assertRefused(message, "spam", MODEL, CANARY + "\ntraffic: {gateway: " + gateway + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{setMirror: {}} | percentage: Required value",
                "{setMirror: {percentage: 101}} | less than or equal to 100",
                "{setMirror: {percentage: 5}, setWeight: 5} | exactly one of setWeight",
                "{setHeaderRoute: {}} | name: Required value",
                "{setHeaderRoute: {name: A b}} | write a name of lower-case letters",
                "{setHeaderRoute: {name: a, match: []}} | at least 1 items",
                "{setHeaderRoute: {name: a, match: [{headerName: b}]}} | headerValue: Required value",
                "{setHeaderRoute: {name: a, match: [{headerName: b, headerValue: {}}]}} | exactly one of exact and regex",
                "{setHeaderRoute: {name: a, match: [{headerName: 'b c', headerValue: {exact: d}}]}} | an HTTP header",
            })
    void stepsForGateways(String step, String message) {
        assertRefused(message, "spam", MODEL, stepsBehindAGateway(step));
    }

    private static String stepsBehindAGateway(String steps) {
        return "strategy: {canary: {steps: [" + steps + "]}}\ntraffic: {gateway: {parentRefs: [{name: a}]}}";
    }

    @Test
    void stepsForGatewaysThatAreTaken() {
        String match =
                "[{headerName: X-Group, headerValue: {exact: testers}}, {headerName: B, headerValue: {regex: '.*'}}]";
        assertDoesNotThrow(
                () -> create(
                        "spam",
                        MODEL,
                        stepsBehindAGateway(
                                "{setHeaderRoute: {name: a, match: " + match
                                        + "}}, {setMirror: {percentage: 20}}, {setMirror: {percentage: 0}}, {setHeaderRoute: {name: a}}")));
        assertRefused(
                "name each header once",
                "spam",
                MODEL,
                stepsBehindAGateway("{setHeaderRoute: {name: a, match: " + match.replace("B,", "x-group,") + "}}"));
    }

    @Test
    void gatewaysThatAreTaken() {
        String several = "[{name: a, sectionName: b}, {name: a, sectionName: c}, {name: a, namespace: d}, {name: e}]";
        assertDoesNotThrow(() -> create(
                "spam",
                MODEL,
                "strategy: {canary: {dynamicStableScale: true}}\ntraffic: {gateway: {parentRefs: " + several
                        + ", hostnames: ['*.example.com', localhost]}}"));
        assertRefused(
                "write traffic.gateway too",
                "spam",
                MODEL,
                "strategy: {canary: {dynamicStableScale: true}}\ntraffic: {}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accelerator: {count: 0} | greater than or equal to 1",
                "accelerator: {count: -1} | greater than or equal to 1",
                "accelerator: {count: 0.5} | must be of type integer",
                "accelerator: {resource: gpu} | for example nvidia.com/gpu",
                "accelerator: {migProfile: half} | for example 1g.10gb",
                "accelerator: {migProfile: 1g.10gb, resource: amd.com/gpu} | leave resource out",
                "accelerator: {product: 'NVIDIA H100'} | nvidia.com/gpu.product, for example",
                "accelerator: {product: MI300X, resource: amd.com/gpu} | write spec.scheduling.nodeSelector",
                "accelerator: {count: 2, product: Tesla-T4-SHARED} | write count: 1",
                "accelerator: {count: 2, resource: nvidia.com/gpu.shared} | write count: 1",
                "accelerator: {resourceClaimTemplateName: a, count: 2} | without resource, count, product and migProfile",
                "accelerator: {resourceClaimTemplateName: a, product: b} | without resource, count, product and migProfile",
                "accelerator: {resourceClaimTemplateName: a, migProfile: 1g.10gb} | without resource, count",
                "accelerator: {resourceClaimTemplateName: a, resource: amd.com/gpu} | without resource, count",
                "accelerator: {resourceClaimTemplateName: 'A b'} | name of a ResourceClaimTemplate",
                "accelerator: {surgePolicy: Sometimes} | supported values",
                "'accelerator: {}\nserver: {resources: {limits: {nvidia.com/gpu: 1}}}' | leave them out of spec.server.resources",
                "'accelerator: {}\nserver: {resources: {requests: {nvidia.com/mig-1g.10gb: 1}}}' | leave them out of",
                "'accelerator: {resource: amd.com/gpu}\nserver: {resources: {limits: {amd.com/gpu: 1}}}' | leave them out of",
                "'accelerator: {}\nserver: {device: Cpu}' | would leave the accelerator idle",
                "'accelerator: {product: a}\nscheduling: {nodeSelector: {nvidia.com/gpu.product: b}}' | leave that label out",
            })
    void accelerators(String accelerator, String message) {
        assertRefused(message, "spam", MODEL, CANARY + "\n" + accelerator);
    }

    @Test
    void goodAcceleratorsAreTaken() {
        for (String good : List.of(
                "{}",
                "{count: 8, product: NVIDIA-H100-80GB-HBM3}",
                "{product: Tesla-T4-SHARED}",
                "{migProfile: 1g.10gb+me, product: NVIDIA-A100-SXM4-40GB, count: 2}",
                "{resource: amd.com/gpu, count: 2}",
                "{resourceClaimTemplateName: one-gpu}")) {
            assertDoesNotThrow(() -> create(
                    "spam",
                    MODEL,
                    CANARY + "\nserver: {device: Cuda, resources: {limits: {memory: 1Gi, rdma/hca: 1}}}\naccelerator: "
                            + good));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{metrics: [{pods: {name: a, averageValue: 1}}]} | maxReplicas: Required value",
                "{maxReplicas: 2} | exactly one of metrics",
                "{maxReplicas: 2, metrics: []} | at least 1 items",
                "{maxReplicas: 2, metrics: [{}]} | exactly one of resource, pods and external",
                "{maxReplicas: 2, minReplicas: 3, metrics: [{pods: {name: a, averageValue: 1}}]} | must not be above",
                "{maxReplicas: 2, minReplicas: 0, metrics: [{pods: {name: a, averageValue: 1}}]} | at least one pod",
                "{maxReplicas: 2, metrics: [{pods: {name: a, averageValue: 0}}]} | a quantity above 0",
                "{maxReplicas: 2, metrics: [{pods: {name: a, averageValue: -1}}]} | a quantity above 0",
                "{maxReplicas: 2, metrics: [{pods: {name: a, averageValue: lots}}]} | a quantity above 0",
                "{maxReplicas: 2, metrics: [{resource: {name: gpu, averageUtilization: 70}}]} | supported values",
                "{maxReplicas: 2, metrics: [{resource: {name: cpu, averageUtilization: 70}}]} | share of what pods request",
                "{maxReplicas: 2, keda: {triggers: []}} | at least 1 items",
                "{maxReplicas: 2, keda: {triggers: [{type: Prom, metadata: {a: b}}]}} | name of a KEDA scaler",
            })
    void autoscalers(String autoscaling, String message) {
        assertRefused(message, "spam", MODEL, CANARY + "\nautoscaling: " + autoscaling);
    }

    @Test
    void goodAutoscalersAndScalesAreTaken() {
        assertDoesNotThrow(() -> create(
                "spam",
                MODEL,
                "strategy: {canary: {steps: [{setWeight: 0}, {scale: {percent: 50}}, {pause: {}}, {setWeight: 5}]},"
                        + " approvedRevision: z9qdwbbbbb}\nserver: {resources: {requests: {cpu: 1}}}\nautoscaling:"
                        + " {maxReplicas: 2, metrics: [{resource: {name: cpu, averageUtilization: 70}}, {external: {name: a,"
                        + " averageValue: 500m}}]}"));
        assertDoesNotThrow(() -> create(
                "spam",
                MODEL,
                "strategy: {canary: {steps: [{setWeight: 5}, {scale: {replicas: 2}}]}}\ntraffic: {gateway: {parentRefs:"
                        + " [{name: a}]}}"));
        assertDoesNotThrow(() -> create(
                "spam",
                MODEL,
                CANARY + "\nautoscaling: {minReplicas: 0, maxReplicas: 2, keda: {triggers: [{type: kafka, metadata: {a:"
                        + " b}}]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{huggingFace: {repository: a/b}, image: {reference: a}} | exactly one source",
                "{huggingFace: {}} | repository: Required value",
                "{huggingFace: {repository: 'https://hub/a/b'}} | write organisation/name",
                "{huggingFace: {repository: 'a/../b'}} | write organisation/name",
                "{huggingFace: {repository: a/b/c}} | write organisation/name",
                "{huggingFace: {repository: a/b, revision: '../x'}} | write a branch, a tag or a commit",
                "{huggingFace: {repository: a/b, endpoint: 'http://hub.models'}} | write https://, or allowHttp",
                "{huggingFace: {repository: a/b, tokenSecretRef: {name: 'A b'}}} | write the name of a Secret",
                "{http: {url: 'http://host/a.zip'}} | write https://, or allowHttp: true",
                "{http: {url: 'file:///etc/passwd'}} | write an address such as https://host/path",
                "{http: {url: 'ftp://host/a.zip'}} | write an address such as https://host/path",
                "{http: {url: 'https://me:secret@host/a.zip'}} | without user and password",
                "{http: {url: 'https://host/../a.zip'}} | without user and password",
                "{http: {url: 'https://localhost/a.zip'}} | not of the pod itself",
                "{http: {url: 'https://LocalHost:80/a.zip'}} | not of the pod itself",
                "{http: {url: 'https://127.0.0.1:8443/a.zip'}} | not of the pod itself",
                "{http: {url: 'http://169.254.169.254/latest', allowHttp: true}} | link-local",
                "{http: {url: 'http://2130706433/a.zip', allowHttp: true}} | not of the pod itself",
                "{http: {url: 'http://0x7f000001/a.zip', allowHttp: true}} | not of the pod itself",
                "{http: {url: 'http://0.0.0.0/a.zip', allowHttp: true}} | not of the pod itself",
                "{http: {url: 'http://[::1]:80/a.zip', allowHttp: true}} | not of the pod itself",
                "{http: {url: 'http://[fe80::1]/a.zip', allowHttp: true}} | link-local",
                "{http: {url: 'https://host/a.zip', sha256: abc}} | 64",
                "{s3: {}} | bucket: Required value",
                "{s3: {bucket: Models}} | write the name of a bucket",
                "{s3: {bucket: models, prefix: /a}} | does not begin with '/'",
                "{s3: {bucket: models, prefix: 'a/../b'}} | no '..'",
                "{s3: {bucket: models, endpoint: 'http://minio:9000'}} | write https://, or allowHttp",
                "{s3: {bucket: models, region: 'eu west'}} | write a region",
                "{backup: {}} | name: Required value",
                "{backup: {name: 'Last night'}} | write the name of a ModelBackup",
                "{backup: {name: a}, volumeClaim: {claimName: b}} | exactly one source",
            })
    void modelsThatCannotBeFetched(String source, String message) {
        assertRefused(message, "spam", "model: {name: spam, source: " + source + "}", CANARY);
    }

    @Test
    void whatIsFetchedMayBeHeldAgainstADigest() {
        String digest = "sha256: " + HEX;
        assertRefused(
                "write 64",
                "spam",
                "model: {name: spam, source: {s3: {bucket: abc}}, sha256: " + HEX.toUpperCase(Locale.ROOT) + "}",
                CANARY);
        assertRefused(
                "64",
                "spam",
                "model: {name: spam, source: {s3: {bucket: abc}}, sha256: '" + HEX.substring(1) + "'}",
                CANARY);
        assertRefused(
                "leave them out with image",
                "spam",
                "model: {name: spam, source: {image: {reference: a}}, " + digest + "}",
                CANARY);
        assertRefused(
                "leave them out with image",
                "spam",
                "model: {name: spam, source: {volumeClaim: {claimName: a}}, storage: {size: 1Gi}}",
                CANARY);
        assertRefused(
                "quantity above 0",
                "spam",
                "model: {name: spam, source: {s3: {bucket: abc}}, storage: {size: 0}}",
                CANARY);
        assertDoesNotThrow(() -> create(
                "spam",
                "model: {name: spam, source: {http: {url: 'http://files.models.svc:8080/a/b.tar.gz?c=d&e=%2F', allowHttp:"
                        + " true}}, " + digest
                        + ", storage: {size: 1Gi, storageClassName: fast, accessMode: ReadWriteMany}}",
                CANARY));
        assertDoesNotThrow(
                () -> create("spam", "model: {name: spam, source: {http: {url: 'https://10.0.0.1/b.zip'}}}", CANARY));
    }

    @Test
    void anEvaluationNeedsLabels() {
        assertDoesNotThrow(
                () -> create("spam", MODEL, CANARY + "\nevaluation: {goldenSet: {url: 'https://a.example/b?c=d'}}"));
        assertDoesNotThrow(() ->
                create("spam", MODEL, CANARY + "\nserver: {sampleSize: 200}\nevaluation: {agreement: {min: 0.95}}"));
        assertRefused(
                "which an Embedding model has not",
                "spam",
                "model: {name: spam, task: Embedding, source: {image: {reference: a}}}",
                CANARY + "\nevaluation: {goldenSet: {configMapRef: {name: a}}}");
    }

    @Test
    void namesThatMakeNoService() {
        assertRefused("at most 50 lower-case letters", "s" + "p".repeat(50), MODEL, CANARY);
        assertRefused("beginning with a letter", "1st", MODEL, CANARY);
        assertRefused("beginning with a letter", "a.b", MODEL, CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"registry:5000/a/b-c_d:V1.2", "a@sha256:" + HEX, "localhost/a:1", "ghcr.io/o/r:x@sha256:" + HEX})
    void imageReferencesAsRegistriesHaveThem(String reference) {
        assertDoesNotThrow(
                () -> create("spam", "model: {name: spam, source: {image: {reference: '" + reference + "'}}}", CANARY));
    }

    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @Test
    void nothingInsideAListIsDefaulted() {
        var created = create("spam", MODEL, "strategy: {canary: {steps: [{setWeight: 5}, {pause: {}}]}}");
        var read = Serialization.unmarshal(Serialization.asJson(created), ModelDeployment.class);
        assertEquals(1, read.getSpec().replicas());
        var steps = Objects.requireNonNull(
                Objects.requireNonNull(read.getSpec().strategy().canary()).steps());
        assertEquals(
                "[{\"setWeight\":5}, {\"pause\":{}}]",
                steps.stream().map(Serialization::asJson).toList().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | write when backups are made",
                "{beforeRollout: false} | write when backups are made",
                "{schedule: '* * * * * *'} | write the five fields",
                "{schedule: '0 3 * *'} | write the five fields",
                "{schedule: '60 3 * * *'} | write the five fields",
                "{schedule: '0 24 * * *'} | write the five fields",
                "{schedule: '0 3 * * FUN'} | write the five fields",
                "{schedule: '@every 1s    '} | write the five fields",
                "{schedule: 'every second night'} | write the five fields",
                "{schedule: '0 3 * * *', timeZone: Europe/Amsterdan} | write a time zone of the IANA database",
                "{schedule: '0 3 * * *', keepLast: 0} | greater than or equal to 1",
                "{schedule: '0 3 * * *', startingDeadlineSeconds: 1} | greater than or equal to 10",
                "{schedule: '0 3 * * *', method: Magic} | supported values",
                "{schedule: '0 3 * * *', storage: {size: -1Gi}} | write a quantity above 0",
                "{schedule: '0 3 * * *', volumeSnapshotClassName: 'A b'} | write the name of a VolumeSnapshotClass",
            })
    void backups(String backup, String message) {
        assertRefused(message, "spam", MODEL, "strategy: {canary: {}}\nbackup: " + backup);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * * | UTC",
                "*/5,7 0-23/2 1,15 JAN-MAR MON-FRI | Asia/Kathmandu",
                "59 23 31 12 7 | America/St_Johns",
            })
    void schedulesThatCanBeMeantAreTaken(String schedule, String zone) {
        assertNotNull(create(
                "spam",
                MODEL,
                "strategy: {canary: {}}\nbackup: {schedule: '%s', timeZone: %s}".formatted(schedule, zone)));
    }

    @Test
    void everyExampleIsTaken() throws IOException {
        try (var files = Files.list(Path.of("../examples"))) {
            List<Path> examples =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertTrue(examples.size() >= 5, examples::toString);
            for (Path example : examples) {
                try (var yaml = Files.newInputStream(example)) {
                    client.load(yaml).items().forEach(item -> {
                        item.getMetadata().setNamespace(namespace);
                        assertNotNull(client.resource(item).dryRun().create(), example::toString);
                    });
                }
            }
        }
    }

    private void assertRefused(String message, String name, String model, String rest) {
        var refusal = assertThrows(KubernetesClientException.class, () -> create(name, model, rest));
        assertEquals(422, refusal.getCode() == 400 ? 422 : refusal.getCode(), refusal::getMessage);
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .toLowerCase(Locale.ROOT)
                        .contains(message.toLowerCase(Locale.ROOT)),
                refusal::getMessage);
    }
}
