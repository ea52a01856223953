package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;

/** ModelDeployments for tests, written as users write them. */
public final class Specs {
    private Specs() {}

    /** A resource named spam in the namespace models, with {@code spec} as YAML. */
    public static ModelDeployment resource(String spec) {
        var resource = Serialization.unmarshal("""
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelDeployment
                metadata: {name: spam, namespace: models, uid: u-1, generation: 3, resourceVersion: '7'}
                spec:
                """ + spec.indent(2), ModelDeployment.class);
        return resource;
    }

    /** A model from an image, by canary. */
    public static ModelDeployment image(String more) {
        return resource("""
                model: {name: spam, source: {image: {reference: models/spam:v1}}}
                strategy: {canary: {}}
                """ + more);
    }
}
