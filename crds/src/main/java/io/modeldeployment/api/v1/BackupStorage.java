package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** The claim that copies are kept on; it counts when the claim is made. */
public record BackupStorage(
        @JsonPropertyDescription("Size of the claim. Absent: room for eleven models as large as the one that is copied "
                + "first, and a fifth more.")
        @Size(max = 30)
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = Rules.POSITIVE_QUANTITY_MESSAGE)
        @Nullable
        Quantity size,

        @JsonPropertyDescription("StorageClass of the claim. Absent: the cluster's default.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SUBDOMAIN, message = "write the name of a StorageClass")
        @Nullable
        String storageClassName) {}
