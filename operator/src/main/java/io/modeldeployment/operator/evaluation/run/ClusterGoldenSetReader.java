package io.modeldeployment.operator.evaluation.run;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ConfigMapKeyReference;
import io.modeldeployment.api.v1.GoldenSetSource;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads golden sets from ConfigMaps, one request each, since a cache would hold every ConfigMap there is; from URLs and claims. */
final class ClusterGoldenSetReader implements GoldenSetReader {
    private static final String DEFAULT_KEY = "golden-set.jsonl";

    private final KubernetesClient client;
    private final UrlReader urls;
    private final VolumeReader volumes;

    ClusterGoldenSetReader(KubernetesClient client, UrlReader urls, VolumeReader volumes) {
        this.client = client;
        this.urls = urls;
        this.volumes = volumes;
    }

    @Override
    public byte[] read(EvaluationKey key, GoldenSetSource source, Deadline deadline)
            throws UnmeasurableException, InterruptedException {
        if (source.configMapRef() != null) {
            return read(key.namespace(), source.configMapRef());
        }
        if (source.url() != null) {
            return urls.read(source.url(), deadline);
        }
        if (source.volumeClaim() != null) {
            return volumes.read(key.namespace(), key.name(), source.volumeClaim(), deadline);
        }
        throw new UnmeasurableException(
                "spec.evaluation.goldenSet names no source: write configMapRef, url or volumeClaim");
    }

    private byte[] read(String namespace, ConfigMapKeyReference reference) throws UnmeasurableException {
        String name = reference.name();
        try {
            ConfigMap map =
                    client.configMaps().inNamespace(namespace).withName(name).get();
            if (map == null) {
                throw new UnmeasurableException(
                        "there is no ConfigMap %s in the namespace %s: make it, or write another "
                                        .formatted(name, namespace)
                                + "name into spec.evaluation.goldenSet.configMapRef");
            }
            return value(map, reference.key() == null ? DEFAULT_KEY : reference.key());
        } catch (KubernetesClientException e) {
            throw new UnmeasurableException(
                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? "the operator may not read the ConfigMap %s: let its role get configmaps".formatted(name)
                            : "the ConfigMap %s could not be read: %s".formatted(name, e.getMessage()));
        }
    }

    private static byte[] value(ConfigMap map, String key) throws UnmeasurableException {
        Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
        Map<String, String> binary = map.getBinaryData() == null ? Map.of() : map.getBinaryData();
        if (data.containsKey(key)) {
            return String.valueOf(data.get(key)).getBytes(StandardCharsets.UTF_8);
        }
        if (binary.containsKey(key)) {
            return Base64.getDecoder().decode(binary.get(key));
        }
        Set<String> keys = new TreeSet<>(data.keySet());
        keys.addAll(binary.keySet());
        throw new UnmeasurableException(
                "the ConfigMap %s has no key %s: it has %s; write one of them into spec.evaluation.goldenSet.configMapRef"
                        .formatted(
                                map.getMetadata().getName(), key, keys.isEmpty() ? "none" : String.join(", ", keys)));
    }
}
