package io.modeldeployment.api.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.modeldeployment.api.v1.ItemSize;
import io.modeldeployment.api.v1.MoreRules;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Adds to a generated CRD what the annotation processor does not know: sizes, columns, list types and the category.
 *
 * @param resource the annotated resource class
 * @param spec the record behind {@code .spec}
 * @param status the record behind {@code .status}
 * @param texts what the kind and its two halves are
 */
record CrdRefinement(Class<? extends CustomResource<?, ?>> resource, Class<?> spec, Class<?> status, Texts texts) {
    /** Descriptions of the root, of {@code .spec} and of {@code .status}. */
    record Texts(String root, String spec, String status) {}

    String crdName() {
        return CustomResource.getCRDName(resource);
    }

    /** Refines {@code crd} in place. */
    CustomResourceDefinition refine(CustomResourceDefinition crd) {
        var version = crd.getSpec().getVersions().getFirst();
        var root = version.getSchema().getOpenAPIV3Schema();
        root.setRequired(List.of("spec"));
        root.setDescription(texts.root());
        crd.getSpec().getNames().setCategories(List.of("mdeps"));
        version.setAdditionalPrinterColumns(columns(resource));
        property(root, "spec").setDescription(texts.spec());
        property(root, "status").setDescription(texts.status());
        bound(property(root, "spec"), spec);
        bound(property(root, "status"), status);
        return crd;
    }

    @Override
    public String toString() {
        return crdName();
    }

    private static List<CustomResourceColumnDefinition> columns(Class<?> resource) {
        return Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(column -> new CustomResourceColumnDefinitionBuilder()
                        .withName(column.name())
                        .withJsonPath(column.jsonPath())
                        .withType(column.type().name().toLowerCase(Locale.ROOT))
                        .withPriority(column.priority() == 0 ? null : column.priority())
                        .build())
                .toList();
    }

    private static void bound(JSONSchemaProps schema, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            bound(schema.getItems().getSchema(), list.getActualTypeArguments()[0]);
        }
        if (!(type instanceof Class<?> record) || !record.isRecord()) {
            return;
        }
        var more = record.getAnnotation(MoreRules.class);
        if (more != null) {
            Arrays.stream(more.value()).forEach(rule -> add(rule, schema));
        }
        for (RecordComponent component : record.getRecordComponents()) {
            var property = property(schema, component.getName());
            var size = component.getAccessor().getAnnotation(Size.class);
            if (size != null) {
                apply(size, property);
            }
            var itemSize = component.getAccessor().getAnnotation(ItemSize.class);
            if (itemSize != null) {
                property.getItems().getSchema().setMaxLength(itemSize.max());
            }
            if (component.getName().equals("conditions")) {
                asConditions(property);
            } else {
                bound(property, component.getGenericType());
            }
        }
    }

    private static void add(ValidationRule rule, JSONSchemaProps schema) {
        schema.getXKubernetesValidations()
                .add(new ValidationRuleBuilder()
                        .withRule(rule.value())
                        .withMessage(rule.message())
                        .build());
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name), () -> "the schema has no property " + name);
    }

    private static void apply(Size size, JSONSchemaProps schema) {
        Long min = size.min() > 0 ? size.min() : null;
        Long max = size.max() < Long.MAX_VALUE ? size.max() : null;
        switch (schema.getType()) {
            case null -> schema.setMaxLength(max);
            case "string" -> {
                schema.setMinLength(min);
                schema.setMaxLength(max);
            }
            case "array" -> {
                schema.setMinItems(min);
                schema.setMaxItems(max);
            }
            case "object" -> {
                schema.setMinProperties(min);
                schema.setMaxProperties(max);
            }
            default -> throw new IllegalStateException("@Size on a " + schema.getType());
        }
    }

    /** A map by type, so that others can add conditions of their own; the fields are those of {@link Condition}. */
    private static void asConditions(JSONSchemaProps schema) {
        schema.setXKubernetesListType("map");
        schema.setXKubernetesListMapKeys(List.of("type"));
        var item = schema.getItems().getSchema();
        item.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
        var descriptions = Map.of(
                "type", "Type of the condition in CamelCase.",
                "status", "True, False or Unknown.",
                "reason", "One CamelCase word that says why.",
                "message", "A sentence for people.",
                "lastTransitionTime", "When the status last changed.",
                "observedGeneration", "metadata.generation that the condition speaks of.");
        descriptions.forEach((name, text) -> item.getProperties()
                .compute(
                        name,
                        (key, old) -> new JSONSchemaPropsBuilder(old)
                                .withDescription(text)
                                .build()));
        property(item, "lastTransitionTime").setFormat("date-time");
        property(item, "observedGeneration").setFormat("int64");
    }
}
