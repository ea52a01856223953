package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Which model a backup holds. */
public record BackedUpModel(
        @JsonPropertyDescription("spec.model.name of the revision.") @Nullable
        String name,

        @JsonPropertyDescription(
                "SHA-256 over the paths, sizes and SHA-256 of its files; a restore is held against it.")
        @Nullable
        String digest) {}
