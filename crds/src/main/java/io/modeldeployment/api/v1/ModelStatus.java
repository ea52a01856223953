package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What became of the wanted revision's model, where the operator fetches it. */
public record ModelStatus(
        @JsonPropertyDescription("Hash of the revision that wants it.") @Nullable
        String revision,

        @JsonPropertyDescription("Where it comes from.") @Nullable
        String source,

        @JsonPropertyDescription("What the source calls it: the commit that a branch was resolved to.") @Nullable
        String sourceRevision,

        @JsonPropertyDescription("SHA-256 over paths, sizes and SHA-256 of its files; spec.model.sha256 asks for it.")
        @Nullable
        String digest,

        @JsonPropertyDescription("The PersistentVolumeClaim that it lies on; revisions of one source share it.")
        @Nullable
        String claimName,

        @JsonPropertyDescription("How far it is.") @Nullable ModelPhase phase,

        @JsonPropertyDescription("Bytes that are done, in steps of a hundredth.") @Nullable
        Long bytesDone,

        @JsonPropertyDescription("Bytes of it all, once that is known.") @Nullable
        Long bytesTotal,

        @JsonPropertyDescription("What is waited for, or what is wrong, in a sentence.") @Nullable
        String message) {}
