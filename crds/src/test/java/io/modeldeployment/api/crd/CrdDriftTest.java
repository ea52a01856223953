package io.modeldeployment.api.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The CRD that users install is the one that the records say; {@code make crds} writes it anew. */
class CrdDriftTest {
    private static final String FILE = "modeldeployments.serving.modeldeployment.io.yaml";
    private static final List<Path> COPIES =
            List.of(Path.of(FILE), Path.of("../helm/model-deployment-operator/files/crds", FILE));
    private static final boolean UPDATE = Boolean.getBoolean("crds.update");

    @Test
    void committedCopiesAreWhatTheRecordsSay() throws IOException {
        String wanted = "# Generated from the records of the crds module by `make crds`; do not edit.\n"
                + Serialization.asYaml(crd()).replaceFirst("^---\n", "");
        for (Path copy : COPIES) {
            if (UPDATE) {
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.writeString(copy, wanted);
            }
            assertTrue(Files.exists(copy), () -> copy + " is missing: run `make crds`");
            assertEquals(wanted, Files.readString(copy), () -> copy + " is stale: run `make crds`");
        }
    }

    @Test
    void everyFieldIsDescribedAndBounded() throws IOException {
        var undescribed = new ArrayList<String>();
        var unbounded = new ArrayList<String>();
        var schema = crd().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        schema.getProperties().forEach((name, property) -> {
            walk(name, property, undescribed, unbounded);
        });
        assertEquals(List.of(), undescribed, "fields without a description");
        assertEquals(List.of(), unbounded, "strings, lists or maps of the spec without a bound");
    }

    private static void walk(String path, JSONSchemaProps schema, List<String> undescribed, List<String> unbounded) {
        if (path.contains(".") && schema.getDescription() == null) {
            undescribed.add(path);
        }
        if (path.startsWith("spec.") && isUnbounded(schema)) {
            unbounded.add(path);
        }
        var properties = schema.getItems() == null
                ? schema.getProperties()
                : schema.getItems().getSchema().getProperties();
        if (properties != null) {
            properties.forEach((name, property) -> walk(path + "." + name, property, undescribed, unbounded));
        }
    }

    private static boolean isUnbounded(JSONSchemaProps schema) {
        return switch (schema.getType()) {
            // A quantity, which may be a number or a string.
            case null -> schema.getMaxLength() == null;
            case "string" -> schema.getEnum().isEmpty() && schema.getMaxLength() == null;
            case "array" -> schema.getMaxItems() == null;
            case "object" -> schema.getAdditionalProperties() != null && schema.getMaxProperties() == null;
            case "integer" -> schema.getMaximum() == null;
            default -> false;
        };
    }

    private static CustomResourceDefinition crd() throws IOException {
        var name = "/META-INF/fabric8/modeldeployments.serving.modeldeployment.io-v1.yml";
        try (var generated = CrdDriftTest.class.getResourceAsStream(name)) {
            assertNotNull(generated, "the annotation processor wrote no CRD");
            return CrdRefinement.refine(
                    Serialization.unmarshal(generated, CustomResourceDefinition.class),
                    ModelDeployment.class,
                    ModelDeploymentSpec.class,
                    ModelDeploymentStatus.class);
        }
    }
}
