package io.modeldeployment.api.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupSpec;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRDs that users install are what the records say; {@code make crds} writes them anew. */
class CrdDriftTest {
    private static final boolean UPDATE = Boolean.getBoolean("crds.update");

    static Stream<CrdRefinement> kinds() {
        return Stream.of(
                new CrdRefinement(
                        ModelDeployment.class,
                        ModelDeploymentSpec.class,
                        ModelDeploymentStatus.class,
                        new CrdRefinement.Texts(
                                "One model, served behind one Service, and how a new version of it reaches traffic.",
                                "What to serve, on what, and how a change of it reaches traffic.",
                                "What the operator last saw, and what it goes on from.")),
                new CrdRefinement(
                        ModelBackup.class,
                        ModelBackupSpec.class,
                        ModelBackupStatus.class,
                        new CrdRefinement.Texts(
                                "The files of a model as a ModelDeployment served them at one time.",
                                "Which model to back up, and how.",
                                "What has become of it, and what it holds.")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void committedCopiesAreWhatTheRecordsSay(CrdRefinement kind) throws IOException {
        String wanted = "# Generated from the records of the crds module by `make crds`; do not edit.\n"
                + Serialization.asYaml(crd(kind)).replaceFirst("^---\n", "");
        String file = kind.crdName() + ".yaml";
        for (Path copy : List.of(Path.of(file), Path.of("../helm/model-deployment-operator/files/crds", file))) {
            if (UPDATE) {
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.writeString(copy, wanted);
            }
            assertTrue(Files.exists(copy), () -> copy + " is missing: run `make crds`");
            assertEquals(wanted, Files.readString(copy), () -> copy + " is stale: run `make crds`");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldIsDescribedAndBounded(CrdRefinement kind) throws IOException {
        var undescribed = new ArrayList<String>();
        var unbounded = new ArrayList<String>();
        var schema = crd(kind).getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
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

    private static CustomResourceDefinition crd(CrdRefinement kind) throws IOException {
        try (var generated =
                CrdDriftTest.class.getResourceAsStream("/META-INF/fabric8/" + kind.crdName() + "-v1.yml")) {
            assertNotNull(generated, "the annotation processor wrote no CRD");
            return kind.refine(Serialization.unmarshal(generated, CustomResourceDefinition.class));
        }
    }
}
