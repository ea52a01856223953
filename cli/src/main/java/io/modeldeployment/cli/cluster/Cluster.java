package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.modeldeployment.cli.view.Fields;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API server as the plugin uses it: trees of fields in, trees of fields out. */
public final class Cluster implements AutoCloseable {
    /** Objects that one answer to a list brings at most. */
    static final long CHUNK = 500;

    private static final String MANAGER = "kubectl-mdep";

    private final KubernetesClient client;

    /** Speaks through {@code client}, and closes it in the end. */
    public Cluster(KubernetesClient client) {
        this.client = client;
    }

    /** The client itself, for what is not an object: logs, proxied requests, reviews of rights. */
    public KubernetesClient client() {
        return client;
    }

    /** The object, if it is there. */
    public Optional<Fields> find(Kind kind, String namespace, String name) {
        var all = kinds(kind);
        Resource<GenericKubernetesResource> one = kind == Kind.CRD
                ? all.withName(name)
                : all.inNamespace(namespace).withName(name);
        return Optional.ofNullable(one.get()).map(this::fields);
    }

    /** All objects of the scope, by {@code read}; what it leaves out of an object is not kept. */
    public <T> List<T> list(Kind kind, Scope scope, Function<Fields, T> read) {
        try {
            return chunks(kind, scope, read, CHUNK);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_GONE) {
                throw e;
            }
            // The list grew too old between two chunks: once more, all at once.
            return chunks(kind, scope, read, 0);
        }
    }

    private <T> List<T> chunks(Kind kind, Scope scope, Function<Fields, T> read, long limit) {
        var found = new ArrayList<T>();
        String next = null;
        do {
            GenericKubernetesResourceList chunk = select(kind, scope).list(options(limit, next));
            chunk.getItems().forEach(item -> found.add(read.apply(fields(named(kind, item)))));
            next = chunk.getMetadata() == null ? null : chunk.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return found;
    }

    private static io.fabric8.kubernetes.api.model.ListOptions options(long limit, @Nullable String next) {
        return new ListOptionsBuilder()
                .withLimit(limit == 0 ? null : limit)
                .withContinue(next)
                .build();
    }

    /** The items of a list need not say what they are. */
    private static GenericKubernetesResource named(Kind kind, GenericKubernetesResource item) {
        item.setKind(kind.word());
        item.setApiVersion(kind.apiVersion());
        return item;
    }

    FilterWatchListDeletable<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            select(Kind kind, Scope scope) {
        var all = kinds(kind);
        var within = scope.namespace().isPresent()
                ? all.inNamespace(scope.namespace().get())
                : all.inAnyNamespace();
        if (scope.name().isPresent()) {
            return within.withField("metadata.name", scope.name().get());
        }
        return scope.selector().isPresent()
                ? within.withLabelSelector(scope.selector().get())
                : within;
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            kinds(Kind kind) {
        return client.genericKubernetesResources(kind.context());
    }

    /** Creates an object of a kind and gives what became of it. */
    public Fields create(Kind kind, Fields object) {
        var resource =
                client.getKubernetesSerialization().convertValue(object.values(), GenericKubernetesResource.class);
        return fields(kinds(kind)
                .inNamespace(object.namespace())
                .resource(named(kind, resource))
                .create());
    }

    /** Applies a JSON merge patch to a ModelDeployment and gives what became of it; a rehearsal changes nothing. */
    public Fields patch(String namespace, String name, Map<String, Object> patch, boolean rehearsal) {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(MANAGER)
                .withDryRun(rehearsal ? List.of("All") : null)
                .build();
        return fields(kinds(Kind.MODEL_DEPLOYMENT)
                .inNamespace(namespace)
                .withName(name)
                .patch(context, client.getKubernetesSerialization().asJson(patch)));
    }

    Fields fields(GenericKubernetesResource resource) {
        var values = new LinkedHashMap<String, Object>();
        values.put("apiVersion", resource.getApiVersion());
        values.put("kind", resource.getKind());
        values.put("metadata", client.getKubernetesSerialization().convertValue(resource.getMetadata(), Map.class));
        values.putAll(resource.getAdditionalProperties());
        return Fields.of(values);
    }

    @Override
    public void close() {
        client.close();
    }
}
