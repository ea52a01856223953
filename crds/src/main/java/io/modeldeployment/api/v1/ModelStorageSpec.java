package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** The claim that fetched and restored models lie on. */
public record ModelStorageSpec(
        @JsonPropertyDescription(
                "Room for one model. An archive needs it twice, packed and unpacked; what comes from a backup gets as much as that "
                        + "needs. It can grow later, where the storage class lets it.")
        @Default("10Gi")
        @Size(max = 30)
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = Rules.POSITIVE_QUANTITY_MESSAGE)
        @Nullable
        Quantity size,

        @JsonPropertyDescription(
                "Storage class of the claim. Absent: the cluster's default, or that of the claim that a backup was made of.")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = Rules.SUBDOMAIN,
                message = "write the name of a StorageClass, as kubectl get storageclass shows it")
        @Nullable
        String storageClassName,

        @JsonPropertyDescription(
                "ReadWriteOnce: all pods of the model run on one node. ReadWriteMany: on any, where the storage class can do "
                        + "it.")
        @Default("ReadWriteOnce")
        @Nullable
        ModelAccessMode accessMode) {}
