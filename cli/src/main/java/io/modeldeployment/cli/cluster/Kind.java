package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.modeldeployment.api.v1.ModelDeployment;

/** The kinds of objects that the plugin reads. */
public enum Kind {
    MODEL_DEPLOYMENT(ModelDeployment.GROUP, "v1", "ModelDeployment", "modeldeployments"),
    MODEL_BACKUP(ModelDeployment.GROUP, "v1", "ModelBackup", "modelbackups"),
    CONTROLLER_REVISION("apps", "v1", "ControllerRevision", "controllerrevisions"),
    DEPLOYMENT("apps", "v1", "Deployment", "deployments"),
    POD("", "v1", "Pod", "pods"),
    EVENT("", "v1", "Event", "events"),
    NAMESPACE("", "v1", "Namespace", "namespaces"),
    LEASE("coordination.k8s.io", "v1", "Lease", "leases"),
    CRD("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions");

    private final String group;
    private final String version;
    private final String word;
    private final String plural;

    Kind(String group, String version, String word, String plural) {
        this.group = group;
        this.version = version;
        this.word = word;
        this.plural = plural;
    }

    /** The API group; empty for the core. */
    public String group() {
        return group;
    }

    /** The name in URLs and RBAC rules. */
    public String plural() {
        return plural;
    }

    /** The kind as it is written in objects. */
    public String word() {
        return word;
    }

    /** {@code apiVersion} of its objects. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** What the client has to know to speak of it. */
    public ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(word)
                .withPlural(plural)
                .withNamespaced(this != CRD && this != NAMESPACE)
                .build();
    }
}
